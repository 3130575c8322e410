import { type House, openHouse } from '../kit/house';
import { until } from '../kit/until';
import { isSignedWith, openWebhookReceiver, type WebhookReceiver } from '../kit/webhook-receiver';

jest.setTimeout(240_000);

describe('an app that is told of bookings', () => {
  let house: House;
  let receiver: WebhookReceiver;

  beforeAll(async () => {
    receiver = await openWebhookReceiver();
    house = await openHouse({ TRUSTED_HOSTS: receiver.host }, 'halls');
  });
  afterAll(async () => {
    await house?.api.close();
    await house?.close();
    await receiver?.close();
  });

  it('hears of each change, as the API shows it, also of bookings outside of any dialogue', async () => {
    const create = 'mutation ($input: CreateWebhookInput!) { createWebhook(input: $input) { secret endpoint { id } } }';
    const [bot] = (await house.api.call('{ bots { id } }')).bots;
    const wanted = { url: receiver.url, eventTypes: ['BOOKING_CHANGED'], botIds: [bot.id] };
    const { secret } = (await house.api.call(create, { input: wanted })).createWebhook;
    const [hall] = (await house.api.call('query ($bot: ID!) { halls(bot: $bot) { id } }', { bot: bot.id })).halls;
    // Noon in a month: every hall of the venue is open then, whatever day it is.
    const noon = new Date(Date.now() + 30 * 86_400_000);
    noon.setUTCHours(11, 0, 0, 0);
    const book = 'mutation ($input: CreateBookingInput!) { createBooking(input: $input) { booking { id } } }';
    const endsAt = new Date(noon.getTime() + 2 * 3_600_000).toISOString();
    const input = { hallId: hall.id, startsAt: noon.toISOString(), endsAt, clientName: 'Ада Лавлейс' };
    const { id } = (await house.api.call(book, { input })).createBooking.booking;
    const statuses = () => receiver.taken().map(({ event }) => event.data.booking.status);
    await until('the booking', () => statuses().includes('AWAITING_PAYMENT'));
    await house.api.call('mutation ($input: BookingInput!) { cancelBooking(input: $input) { booking { id } } }', {
      input: { bookingId: id },
    });
    await until('its end', () => statuses().includes('CANCELLED'));
    expect(receiver.taken().every((came) => isSignedWith(secret, came))).toBe(true);
    expect(receiver.taken().map(({ event }) => event.type)).toEqual(statuses().map(() => 'booking.changed'));
    const query = `query ($id: ID!) { node(id: $id) { ... on Booking { id clientName startsAt endsAt status
      hall { id name } user { id } total { amount currency } } } }`;
    expect(receiver.taken().at(-1)?.event.data.booking).toMatchObject((await house.api.call(query, { id })).node);
  });
});
