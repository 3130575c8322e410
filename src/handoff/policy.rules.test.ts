import { handoffSettings } from '../dialogues/handoff-settings';
import { policyReason } from './policy.rules';

const nobody = { username: null, externalId: '1' };

/** Whether an owner's phrase is found in a text. */
function finds(phrase: string, text: string): boolean {
  const settings = handoffSettings.parse({ policy: { topics: [{ name: 'subject', words: [phrase] }] } });
  return policyReason(settings, { text, user: nobody }) !== undefined;
}

describe("The owner's policy on subjects", () => {
  it('names the first subject that a text speaks of', () => {
    const settings = handoffSettings.parse({
      policy: {
        topics: [
          { name: 'legal', words: ['юрист*', 'подать в суд', 'lawyer'] },
          { name: 'refund', words: ['возврат денег', 'refund'] },
        ],
      },
    });
    const reason = (text: string) => policyReason(settings, { text, user: nobody });
    expect(reason('Мой юрист займётся возвратом денег')).toEqual({ topic: 'legal' });
    expect(reason('Как с возвратом денег?')).toEqual({ topic: 'refund' });
    expect(reason('Have you refunded me?')).toEqual({ topic: 'refund' });
    expect(reason('Сколько стоит доставка?')).toBeUndefined();
    expect(reason('')).toBeUndefined();
  });

  it.each([
    ['возврат', 'возврат возврата возврату возвратом возврате возвраты возвратов'],
    ['жалоба', 'жалоба жалобы жалобу жалобой жалоб жалобами ЖАЛОБА'],
    ['рассылка', 'рассылка рассылки рассылку рассылкой рассылок'],
    ['договор', 'договор договора договору договором договоры договоров'],
    ['деньги', 'деньги денег деньгами деньгам'],
    ['счёт', 'счёт счет счёта счетом счета'],
    ['претензия', 'претензия претензии претензию претензией претензий'],
    ['увольнение', 'увольнение увольнения увольнением увольнении'],
    ['кредитный', 'кредитный кредитного кредитная кредитную кредитных кредитное'],
    ['юридическое лицо', 'юридическое лицо|юридического лица|юридическим лицом'],
    ['подарок', 'подарок подарка подарки подарков'],
    ['перевозчик', 'перевозчик перевозчика перевозчиком'],
    ['вернуть', 'вернуть верните вернул вернули верну вернут'],
    ['отменить', 'отменить отмените отменил отмени отменю'],
    ['жаловаться', 'жаловаться жаловался жаловалась жалуюсь жалуетесь'],
    ['пожаловаться', 'пожалуюсь пожаловался'],
    ['иск', 'иск иска иском иски'],
    ['возврат денег', 'возврат денег|возврата денег|о возврате денег за заказ'],
    ['подать в суд', 'хочу подать в суд|пора подать в суд!'],
    ['юрид*', 'юридический юридически юридическому'],
    ['e-mail', 'e-mail E-Mail|e mail'],
    ['refund', 'refund refunds refunded refunding Refund.'],
    ['charge', 'charge charged charges charging'],
    ['warranty', 'warranty warranties'],
    ['cancel', 'cancel cancels cancelled canceled cancelling'],
    ['lawyer', "lawyer lawyers lawyer's"],
    ['data breach', 'data breach|a data breach?|data breaches'],
  ])('finds «%s» in its forms', (phrase, texts) => {
    const forms = texts.split(texts.includes('|') ? '|' : ' ');
    expect(forms.filter((form) => !finds(phrase, form))).toEqual([]);
  });

  it.each([
    ['иск', 'искать искал искусство риск поиск'],
    ['суд', 'судно осудить посуда судьба'],
    ['долг', 'долго долгий недолго'],
    ['вход', 'входит выход'],
    ['банк', 'банкет банкомат'],
    ['вес', 'весь весна'],
    ['возврат денег', 'возврат товара|денег|возврат'],
    ['подать в суд', 'подать заявление|в суд|подать иск в суд'],
    ['юрид*', 'неюридический'],
    ['sue', 'issue suede suit'],
    ['car', 'care cart scar'],
    ['refund', 'fund refundable'],
    ['data breach', 'data|breach of data'],
  ])('does not take other words for «%s»', (phrase, texts) => {
    const others = texts.split(texts.includes('|') ? '|' : ' ');
    expect(others.filter((other) => finds(phrase, other))).toEqual([]);
  });
});

describe("The owner's policy on users", () => {
  const settings = handoffSettings.parse({
    policy: { vip: ['@Anna', 4242, 'customer-7'], topics: [{ name: 'refund', words: ['refund'] }] },
  });
  const reason = (username: string | null, externalId: string) =>
    policyReason(settings, { text: 'refund', user: { username, externalId } });

  it('knows them by name or by id, whatever they say', () => {
    expect(reason('anna', '1')).toBe('vip');
    expect(reason(null, '4242')).toBe('vip');
    expect(reason(null, 'customer-7')).toBe('vip');
  });

  it('takes nobody else for them', () => {
    expect(reason('annabel', '1')).toEqual({ topic: 'refund' });
    expect(reason('customer-7', '42')).toEqual({ topic: 'refund' });
    expect(reason(null, '@anna')).toEqual({ topic: 'refund' });
  });

  it('is quick with a long text and many words', () => {
    const words = Array.from({ length: 200 }, (_, at) => `слово${at} жалоба`);
    const many = handoffSettings.parse({ policy: { topics: [{ name: 'all', words }] } });
    const text = 'жалоба слово '.repeat(400);
    policyReason(many, { text, user: nobody });
    const started = performance.now();
    policyReason(many, { text, user: nobody });
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
