import { withoutSecrets } from './log';

describe('withoutSecrets', () => {
  it.each([
    ['GET https://api.telegram.org/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/getMe', 'AAHdqTcv'],
    ['https://api.telegram.org/file/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/a.jpg', 'AAHdqTcv'],
    ['authorization: Bearer bsk_0123456789abcdef_secretsecret', 'secretsecret'],
    ['Incorrect API key provided: sk-proj-abcdefghijklmnopqrstuv', 'abcdefghij'],
    ['connect postgresql://besedka:hunter2hunter2@db:5432/besedka', 'hunter2'],
  ])('hides the secret of %s', (text, secret) => {
    expect(withoutSecrets(text)).not.toContain(secret);
    expect(withoutSecrets(text)).toContain('[secret]');
  });

  it('leaves what holds no secret as it is', () => {
    const text = '{"url":"https://example.org:8080/telegram/helpdesk","msg":"the webhook is set"}';
    expect(withoutSecrets(text)).toBe(text);
  });
});
