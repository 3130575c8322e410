/** A kind of question: how it is asked, the words that only say so, and what its answers look like. */
export interface Asking {
  readonly question: RegExp;
  /** Beginnings of stems. */
  readonly words: RegExp;
  readonly answer: RegExp;
}

const price: Asking = {
  question: /сколько (?:\S+ ){0,2}(?:стои|платить|заплат)|почем|цен[аыу]|стоимост|how much|price|\bcosts?\b|\bfees?\b/,
  words: /^(?:сто(?:ит?|имост)?$|цен|почем|плат|price|pric|cost|fee)/,
  answer: /\d[\d\s.,]*(?:₽|руб|roubl|dollar|€|евро|\$|£|eur|usd|rub)|[€$£]\s*\d|бесплатн|\bfree\b|%/i,
};

const duration: Asking = {
  question:
    /сколько (?:времени|дней|часов|минут|недель)|как долго|как быстро|за какое время|через сколько|срок|how (?:long|soon|fast|quickly)/,
  words: /^(?:врем|дн|час|минут|недел|долг|быстр|срок|long|soon|fast|quick)/,
  answer:
    /(?:\d+|один|одного|два|двух|две|три|трех|трёх|пару|one|two|three|a few|several|couple of)\D{0,12}(?:секунд|минут|час|дн|день|недел|месяц|год|лет|second|minute|hour|day|week|month|year)|сразу|immediately|at once/i,
};

const moment: Asking = {
  question:
    /когда|во сколько|до скольки|с которого|график|часы работы|работаете|открыт|what time|\bwhen\b|\bhours\b|how late|you open|are you (?:open|closed)/,
  words: /^(?:работ|откры|закры|график|час|режим|доступ|open|close|clos|hour|avail|work|time)/,
  answer:
    /\d{1,2}[:.]\d{2}|\d\s*(?:am|pm|час)|понедельник|вторник|сред[ауы]|четверг|пятниц|суббот|воскресен|monday|friday|saturday|sunday|weekday|weekend|ежедневно|круглосуточно|daily|\bдо \d|\d{4}/i,
};

const place: Asking = {
  question: /(?:^|\s)(?:где|куда|адрес)|\bwhere\b|address/,
  words: /^(?:адрес|наход|располож|address|locat|find)/,
  answer:
    /ул\.|улиц|проспект|площад|набережн|метро|этаж|кабинет|адрес|раздел|вкладк|street|avenue|square|floor|address|section|\btab\b|\bpage\b|settings|https?:/i,
};

const contact: Asking = {
  question: /телефон|почт[аыу]|связаться|контакт|phone|e-?mail|contact/,
  words: /^(?:номер|связат|контакт|number|contact)/,
  answer: /\+?\d[\d\s()-]{6,}\d|\S@\S|https?:|@\w{4}/,
};

const amount: Asking = {
  question: /сколько|how (?:many|much|big|large)|какой размер|лимит|максимал|limit|maximum|biggest|largest/,
  words: /^$/,
  answer: /\d/,
};

/** What kind of question a text in lower case asks, if it is one of those known; the first that fits counts. */
export function askingOf(text: string): Asking | undefined {
  return [price, duration, moment, place, contact, amount].find(({ question }) => question.test(text));
}
