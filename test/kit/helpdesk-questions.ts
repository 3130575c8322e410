/** A question to the help desk bot that its knowledge answers. */
export interface HelpdeskQuestion {
  readonly question: string;
  /** Words that a right answer contains, as they stand in the knowledge. */
  readonly fact: string;
  /** The file in bots/helpdesk/knowledge that the answer comes from. */
  readonly file: string;
}

const ask =
  (language: 'ru' | 'en') =>
  (topic: string, question: string, fact: string): HelpdeskQuestion => ({
    question,
    fact,
    file: `${topic}.${language}.md`,
  });
const ru = ask('ru');
const en = ask('en');

/** What users ask, in both languages, with the fact that shows the right passage was found. */
export const helpdeskQuestions: Readonly<Record<'ru' | 'en', readonly HelpdeskQuestion[]>> = {
  ru: [
    ru('delivery', 'Сколько стоит доставка курьером в Казань?', '390 ₽'),
    ru('delivery', 'За сколько привезёт экспресс-доставка?', '3 часа'),
    ru('delivery', 'Сколько дней хранится заказ в пункте выдачи?', '7 дней'),
    ru('delivery', 'Какая посылка поместится в постамат?', '15 кг'),
    ru('delivery', 'Вы доставляете в Беларусь и Казахстан?', '1 290 ₽'),
    ru('payment', 'На сколько месяцев дают рассрочку?', '4 или 6 месяцев'),
    ru('payment', 'У меня дважды списали деньги, что делать?', '3 дней'),
    ru('payment', 'Какая скидка при оплате по СБП?', '2 %'),
    ru('payment', 'Сколько ждёт оплаты неоплаченный заказ?', '24 часа'),
    ru('returns', 'В течение скольких дней можно вернуть товар?', '14 дней'),
    ru('returns', 'Сколько стоит вызов курьера за возвратом?', '250 ₽'),
    ru('returns', 'Когда вернутся деньги на карту после возврата?', '10 дней'),
    ru('warranty', 'Какая гарантия на телевизоры?', '24 месяца'),
    ru('warranty', 'Какой залог за подменный телефон?', '5 000 ₽'),
    ru('warranty', 'Сколько стоит замена экрана телефона?', '4 900 ₽'),
    ru('orders', 'До какого времени можно изменить адрес доставки?', '20:00'),
    ru('orders', 'Какая предоплата нужна для предзаказа?', '10 %'),
    ru('loyalty', 'Сколько бонусов начисляют за вступление в программу?', '200 бонусов'),
    ru('loyalty', 'Когда сгорают бонусы?', '180 дней'),
    ru('account', 'Сколько цифр в коде из СМС и сколько он действует?', '6 цифр'),
    ru('account', 'Сколько времени есть передумать после удаления аккаунта?', '14 дней'),
    ru('contacts', 'По какому телефону вам позвонить?', '8 800 000-01-42'),
    ru('contacts', 'До скольки отвечают операторы в чате?', '21:00'),
    ru('gift-cards', 'Сколько лет действует подарочная карта?', '3 года'),
    ru('business', 'Какой минимальный заказ для организаций?', '10 000 ₽'),
    ru('services', 'Сколько стоит установка стиральной машины?', '2 400 ₽'),
  ],
  en: [
    en('delivery', 'How much is courier delivery to Kazan?', '390 ₽'),
    en('delivery', 'How fast is express delivery?', '3 hours'),
    en('delivery', 'How long is an order kept at a pick-up point?', '7 days'),
    en('delivery', 'What size of parcel fits a parcel locker?', '15 kg'),
    en('delivery', 'Do you deliver abroad, to Belarus or Kazakhstan?', '1,290 ₽'),
    en('payment', 'For how many months can I pay in instalments?', '4 or 6 months'),
    en('payment', 'I was charged twice, what happens now?', '3 days'),
    en('payment', 'What discount do I get if I pay by SBP?', '2 %'),
    en('payment', 'How long is an unpaid order kept?', '24 hours'),
    en('returns', 'Within how many days can I return an item?', '14 days'),
    en('returns', 'What does a courier for a return cost?', '250 ₽'),
    en('returns', 'When do I get the money back on my card?', '10 days'),
    en('warranty', 'What is the warranty on TVs?', '24 months'),
    en('warranty', 'What deposit do you take for a loan phone?', '5,000 ₽'),
    en('warranty', 'How much does a new phone screen cost in a paid repair?', '4,900 ₽'),
    en('orders', 'Until when can I change the delivery address?', '20:00'),
    en('orders', 'What prepayment does a pre-order need?', '10 %'),
    en('loyalty', 'How many points do I get for joining?', '200 points'),
    en('loyalty', 'When do bonus points expire?', '180 days'),
    en('account', 'How many digits has the sign-in code?', '6 digits'),
    en('account', 'How long can I change my mind after I delete the account?', '14 days'),
    en('contacts', 'Which phone number can I call?', '8 800 000-01-42'),
    en('contacts', 'Until what time do operators answer in the chat?', '21:00'),
    en('gift-cards', 'How long is a gift card valid?', '3 years'),
    en('business', 'What is the minimum order for organisations?', '10,000 ₽'),
    en('services', 'How much is installing a washing machine?', '2,400 ₽'),
  ],
};
