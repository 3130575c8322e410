import { type AccessRule, type Applicant, accessSettings, accessValue, letsIn, rulesOf } from './access.rules';

const ivan: Applicant = { channel: 'TELEGRAM', externalId: '123456', username: 'Ivan_P' };
const anna: Applicant = { channel: 'API', externalId: 'anna@GFS.example', username: null };

const rules = (settings: object) => rulesOf(accessSettings.parse(settings));

describe('The access list of a bot', () => {
  it('is open where its folder says nothing', () => {
    expect(accessSettings.parse(undefined)).toEqual({ mode: 'everyone', users: [], domains: [] });
  });

  it('lets in by id, by the name at Telegram in any case, and by the domain of an address', () => {
    expect(letsIn(rules({ users: [123456] }), ivan)).toBe(true);
    expect(letsIn(rules({ users: ['@IVAN_p'] }), ivan)).toBe(true);
    expect(letsIn(rules({ domains: ['GFS.example'] }), anna)).toBe(true);
    expect(letsIn(rules({ users: ['anna@GFS.example'] }), anna)).toBe(true);
  });

  it('lets nobody else in', () => {
    expect(letsIn([], ivan)).toBe(false);
    expect(letsIn(rules({ users: ['12345', '@ivan', 'Ivan_P'] }), ivan)).toBe(false);
    expect(letsIn(rules({ domains: ['gfs.example'] }), { ...anna, externalId: 'anna@evil-gfs.example' })).toBe(false);
    expect(letsIn(rules({ domains: ['gfs.example'] }), { ...anna, externalId: 'anna@gfs.example.org' })).toBe(false);
    expect(letsIn(rules({ domains: ['gfs.example'] }), { ...anna, externalId: 'a@b@gfs.example' })).toBe(false);
    // Telegram vouches for ids and names, not for addresses.
    expect(letsIn(rules({ domains: ['gfs.example'] }), { ...ivan, externalId: 'a@gfs.example' })).toBe(false);
    // An app has no names of Telegram.
    expect(letsIn(rules({ users: ['@anna'] }), { ...anna, username: 'anna' })).toBe(false);
  });

  it.each<[AccessRule['kind'], string, string | undefined]>([
    ['USER', ' 123456 ', '123456'],
    ['USER', 'Anna@gfs.example', 'Anna@gfs.example'],
    ['USER', '  ', undefined],
    ['USERNAME', '@Ivan_P', 'ivan_p'],
    ['USERNAME', 'Ivan P', undefined],
    ['USERNAME', '@ab', undefined],
    ['DOMAIN', '@GFS.Example', 'gfs.example'],
    ['DOMAIN', 'localhost', undefined],
    ['DOMAIN', '*.example.org', undefined],
  ])('keeps a %s «%s» as %s', (kind, value, kept) => {
    expect(accessValue({ kind, value })).toBe(kept);
  });
});
