import { type House, openHouse } from '../kit/house';

const patience = 180_000;
let house: House;

beforeAll(async () => {
  house = await openHouse({}, 'halls');
}, patience);
afterAll(() => house.close());

const plain = (text: string) => text.replaceAll(/[\u00A0\u202F]/g, ' ');
const said = {
  ru: {
    halls: /Синий зал[^]*2 500 ₽ в час[^]*Лофт[^]*4 000 ₽ в час[^]*Большой зал[^]*9 000 ₽ в час/,
    none: 'У вас пока нет броней.',
    own: /^Ваши брони:\s+\S\s*Синий зал, .+, 12:00–14:00 — 5 000 ₽, ждёт оплаты до .+: https?:\S+\/pay\/[0-9a-f]{40}/,
  },
  en: {
    halls: /Blue Hall[^]*₽2,500 per hour[^]*The Loft[^]*₽4,000 per hour[^]*Grand Hall[^]*₽9,000 per hour/,
    none: 'You have no bookings yet.',
    own: /^Your bookings:\s+\S\s*Blue Hall, .+, 12:00–14:00: ₽5,000, to be paid by .+: https?:\S+\/pay\/[0-9a-f]{40}/,
  },
} as const;

describe.each(['ru', 'en'] as const)('the commands of the venue in %s', (language) => {
  it(
    'tell of the halls and of the user’s own bookings, without a model',
    async () => {
      const ivan = house.person({ language_code: language });
      ivan.writes('/start');
      expect(await ivan.hears(patience)).toContain('/mybookings');
      const turns = () => house.model.control.requests.filter((one) => one.task === null).length;
      const asked = turns();
      ivan.writes('/halls');
      expect(plain(await ivan.hears(patience))).toMatch(said[language].halls);
      ivan.writes('/mybookings');
      expect(await ivan.hears(patience)).toBe(said[language].none);
      await book(String(ivan.person.id), language === 'ru' ? 14 : 21);
      await ivan.hears(patience);
      ivan.writes('/mybookings');
      expect(plain(await ivan.hears(patience))).toMatch(said[language].own);
      expect(turns()).toBe(asked);
    },
    patience,
  );
});

/** An app books the blue hall for a user, so many days from now. */
async function book(externalId: string, days: number): Promise<void> {
  const { prisma } = house.database;
  const user = await prisma.user.findFirstOrThrow({ where: { externalId } });
  const hall = await prisma.hall.findFirstOrThrow({ where: { slug: 'blue' } });
  const date = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  await house.api.call(`mutation ($input: CreateBookingInput!) { createBooking(input: $input) { booking { id } } }`, {
    input: {
      hallId: hall.id,
      startsAt: `${date}T09:00:00Z`,
      endsAt: `${date}T11:00:00Z`,
      clientName: 'Иван',
      userId: user.id,
    },
  });
}
