/** A kind of question: how it is asked, the words that only say so, and what its answers look like. */
export interface Asking {
  readonly question: RegExp;
  /** Beginnings of stems. */
  readonly words: RegExp;
  readonly answer: RegExp;
  /** How much more a unit counts that looks like an answer. */
  readonly bonus: number;
  /** A word for what is asked, where the question may do without: "How much is it?" asks for a price. */
  readonly name?: string;
}

const price: Asking = {
  bonus: 1.3,
  question: /сколько (?:\S+ ){0,2}(?:стои|платить|заплат)|почем|цен[аыу]|стоимост|how much|price|\bcosts?\b|\bfees?\b/,
  name: 'price',
  words: /^(?:сто(?:ит?|имост)?$|цен|почем|плат|price|pric|cost|fee)/,
  answer: /\d[\d\s.,]*(?:₽|руб|roubl|dollar|€|евро|\$|£|eur|usd|rub)|[€$£]\s*\d|бесплатн|\bfree\b|%/i,
};

const duration: Asking = {
  bonus: 1.3,
  question:
    /сколько (?:времени|дней|часов|минут|недель)|как долго|как быстро|за какое время|через сколько|срок|how (?:long|soon|fast|quickly)/,
  words: /^(?:врем|дн|час|минут|недел|долг|быстр|срок|long|soon|fast|quick)/,
  answer:
    /(?:\d+|один|одного|два|двух|две|три|трех|трёх|пару|one|two|three|a few|several|couple of)\D{0,12}(?:секунд|минут|час|дн|день|недел|месяц|год|лет|second|minute|hour|day|week|month|year)|сразу|immediately|at once/i,
};

const moment: Asking = {
  bonus: 1.3,
  question:
    /когда|во сколько|до скольки|с которого|график|часы работы|работаете|открыт|what time|\bwhen\b|\bhours\b|how late|you open|are you (?:open|closed)/,
  words: /^(?:работ|откры|закры|график|час|режим|доступ|open|close|clos|hour|avail|work|time)/,
  answer:
    /\d{1,2}[:.]\d{2}|\d\s*(?:am|pm|час)|понедельник|вторник|сред[ауы]|четверг|пятниц|суббот|воскресен|monday|friday|saturday|sunday|weekday|weekend|ежедневно|круглосуточно|daily|\bдо \d|\d{4}|\d+\D{0,15}(?:дн|день|час|минут|недел|day|hour|minute|week)/i,
};

const place: Asking = {
  bonus: 1.3,
  question: /(?:^|\s)(?:где|куда|адрес)|\bwhere\b|address/,
  name: 'address',
  words: /^(?:адрес|наход|располож|address|locat|find)/,
  answer: /ул\.|наб\.|улиц|проспект|площад|набережн|метро|этаж|street|avenue|square|embankment|floor/i,
};

const contact: Asking = {
  bonus: 1.6,
  question: /телефон|почт[аыу]|связаться|контакт|phone|e-?mail|contact/,
  words: /^(?:номер|связат|контакт|number|contact)/,
  answer: /\+?\d[\d\s()-]{6,}\d|\S@\S|https?:|@\w{4}/,
};

const amount: Asking = {
  bonus: 1.3,
  question: /сколько|how (?:many|much|big|large)|какой размер|лимит|максимал|limit|maximum|biggest|largest/,
  words: /^$/,
  answer: /\d/,
};

const whereIsMine: Asking = {
  bonus: 1.3,
  question: /где (?:мой|моя|мое|моё|наш|сейчас)|where(?: is|'s) my/,
  words: /^$/,
  name: 'track',
  answer: /отслед|трек|статус|track|status/i,
};

const way: Asking = {
  bonus: 1.1,
  question: /^(?:\S+[,!.]? ){0,3}(?:как|how (?:do|can|to|should))(?!\p{L})/u,
  words: /^$/,
  answer: /^\d+[.)]\s|→|нажмите|откройте|выберите|войдите|напишите|\b(?:press|open|click|choose|select|write)\b/im,
};

/** What kind of question a text in lower case asks, if it is one of those known; the first that fits counts. */
export function askingOf(text: string): Asking | undefined {
  return [price, duration, moment, whereIsMine, place, contact, amount, way].find(({ question }) =>
    question.test(text),
  );
}
