/**
 * Words that people use for the same thing, by their beginnings, in both languages: they let «сколько стоит» find «цена»,
 * and an English question find a Russian passage. It is a short list of what people ask help desks about.
 */
const concepts: readonly (readonly string[])[] = [
  [
    'стои',
    'цен',
    'почем',
    'плата',
    'рубл',
    'руб',
    '₽',
    '€',
    '$',
    '£',
    'price',
    'pric',
    'cost',
    'fee',
    'charg',
    'euro',
    'roubl',
    'dollar',
  ],
  ['бесплатн', 'даром', 'free'],
  ['тариф', 'подписк', 'абонемент', 'tariff', 'subscri', 'membership', 'plan'],
  ['возвра', 'верн', 'восстанов', 'return', 'refund', 'restor', 'recover', 'back'],
  ['достав', 'deliver', 'shipping', 'ship', 'courier', 'курьер'],
  ['оплат', 'оплач', 'платит', 'платеж', 'заплат', 'pay', 'paid'],
  ['отмен', 'отказ', 'cancel'],
  ['заказ', 'order'],
  ['скидк', 'акци', 'промокод', 'discount', 'promo', 'coupon'],
  ['гарант', 'warrant', 'guarant'],
  ['ремонт', 'почин', 'сломал', 'repair', 'broke', 'broken', 'fix'],
  ['работает', 'открыт', 'открыва', 'закрыва', 'график', 'часы', 'режим', 'open', 'hours', 'close', 'schedul'],
  ['адрес', 'находит', 'расположен', 'добрат', 'address', 'locat'],
  ['телефон', 'позвон', 'звонит', 'phone', 'call'],
  ['почт', 'email', 'mail'],
  ['связат', 'контакт', 'contact', 'reach'],
  ['парол', 'password'],
  ['вход', 'войти', 'логин', 'login', 'sign', 'log'],
  ['аккаунт', 'учетн', 'кабинет', 'профил', 'account', 'profil'],
  ['регистрац', 'зарегистр', 'regist', 'signup'],
  ['срок', 'дней', 'день', 'дня', 'длит', 'долго', 'day', 'long', 'soon', 'быстр', 'скор', 'fast', 'quick', 'durat'],
  ['данн', 'персональн', 'конфиденц', 'data', 'privac', 'personal'],
  ['удал', 'стер', 'delet', 'remov', 'eras'],
  ['язык', 'русск', 'английск', 'languag', 'russian', 'english'],
  ['оператор', 'человек', 'сотрудник', 'operator', 'human', 'person', 'agent'],
  ['счет', 'чек', 'квитанц', 'invoic', 'receipt', 'bill'],
  ['карт', 'card'],
  ['налич', 'cash'],
  ['магазин', 'склад', 'store', 'shop'],
  ['размер', 'объем', 'больш', 'максимал', 'лимит', 'size', 'big', 'large', 'maximum', 'limit'],
  ['подар', 'gift'],
  ['сгора', 'истека', 'действует', 'действит', 'годен', 'expir', 'valid'],
  ['отслед', 'трек', 'статус', 'track', 'status'],
  ['суббот', 'воскрес', 'выходн', 'weekend', 'saturday', 'sunday'],
  ['будн', 'понедельник', 'вторник', 'четверг', 'пятниц', 'weekday', 'monday', 'tuesday', 'thursday', 'friday'],
  ['включ', 'активир', 'enabl', 'activat', 'turn', 'switch'],
  ['смен', 'помен', 'измен', 'замен', 'chang'],
  ['двухфактор', '2fa', 'mfa', 'factor'],
  ['парков', 'parking'],
  ['собак', 'кошк', 'животн', 'питом', 'dog', 'cats', 'pet', 'animal'],
  ['дет', 'ребен', 'child', 'kid'],
  ['отпуск', 'vacation', 'holiday', 'leave'],
  ['зарплат', 'оклад', 'salary', 'wage'],
];

const byStart = new Map<string, { beginning: string; concept: number }[]>();
for (const [concept, beginnings] of concepts.entries()) {
  for (const beginning of beginnings) {
    const start = beginning.slice(0, 2);
    byStart.set(start, [...(byStart.get(start) ?? []), { beginning, concept }]);
  }
}

/** The number of the thing that a word stands for, or undefined. */
export function conceptOf(word: string): number | undefined {
  return byStart.get(word.slice(0, 2))?.find(({ beginning }) => begins(word, beginning))?.concept;
}

/** Short beginnings must be the whole word or nearly: «дет» is not «детектив», "log" not "logistics". */
function begins(word: string, beginning: string): boolean {
  return word.startsWith(beginning) && (beginning.length > 4 || word.length <= beginning.length + 4);
}
