import { type House, openHouse } from '../kit/house';

describe('a bot with a token, no webhook secret and no public address', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse({ TELEGRAM_WEBHOOK_SECRET_HELPDESK: '' });
  }, 180_000);
  afterAll(() => house.close());

  it('fetches its updates and answers them, in order', async () => {
    const person = house.person({ language_code: 'en' });
    person.writes('/start');
    expect(await person.hears()).toContain('Besedka');
    person.writes('How much is courier delivery to Kazan?');
    expect(await person.hears()).toContain('390');
    const polls = house.telegram.calls.list({ method: 'getUpdates' });
    expect(polls.length).toBeGreaterThan(0);
    expect(house.telegram.calls.list({ method: 'setWebhook' })).toEqual([]);
  });
});
