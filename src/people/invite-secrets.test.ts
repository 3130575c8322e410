import { inviteHashIn, newInviteSecret, withoutInviteSecrets } from './invite-secrets';

describe.each(['operator', 'access'] as const)('The secret of an invitation for %s', (name) => {
  it('is kept as its hash only, wherever it stands', () => {
    const { code, hash } = newInviteSecret(name);
    const kept = withoutInviteSecrets(`see https://t.me/bot?start=${code} and /start ${code}`);
    expect(kept).not.toContain(code);
    expect(kept).not.toContain(code.split('_').slice(1).join('_'));
    const argument = kept.split('/start ')[1] ?? '';
    expect(inviteHashIn(argument, name)).toBe(hash);
    expect(inviteHashIn(argument, name === 'access' ? 'operator' : 'access')).toBeUndefined();
  });

  it('cannot be replaced by its hash', () => {
    const { code } = newInviteSecret(name);
    const kept = withoutInviteSecrets(code);
    expect(inviteHashIn(withoutInviteSecrets(kept), name)).toBeUndefined();
    expect(inviteHashIn(code, name)).toBeUndefined();
  });

  it('fits into a link of Telegram', () => {
    expect(newInviteSecret(name).code).toMatch(/^[\w-]{1,64}$/);
  });
});

it('The hash of an invitation for users outlives being read in small letters', () => {
  const { code, hash } = newInviteSecret('access');
  expect(inviteHashIn(withoutInviteSecrets(code).toLowerCase(), 'access')).toBe(hash);
});
