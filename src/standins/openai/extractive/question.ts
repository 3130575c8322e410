import { conceptOf } from './concepts';
import { stem, wordsOf } from './stems';

/** A word of the question that an answer should have. */
export interface Term {
  readonly stem: string;
  readonly concept: number | undefined;
  /** How much it matters: 1, or less when it comes from earlier in the dialogue. */
  readonly weight: number;
}

/** What is asked. */
export interface Question {
  readonly terms: readonly Term[];
  /** What a fitting answer looks like, when the question word tells. */
  readonly looksRight: RegExp | undefined;
}

// Words that carry no matter: question words, pronouns, prepositions, politeness.
const empty = new Set(
  `и в во не ни на с со что чего чему чем а но то по за из у о об обо к ко для от до при или же ли бы б да нет это этот эта эти эту
  этого этой этом тот та те того как какой какая какие какое каков какова какую каким каких где куда откуда когда сколько кто кого
  кому почему зачем чей чья который которая которые я мы вы ты он она оно они меня мне мной нас нам вас вам вами тебя тебе его ее их
  ему ей им мой моя мое мои моего моей мою моем ваш ваша ваше ваши вашего вашей вашу вашем вашем свой своего наш есть был была было
  были быть будет буду можно могу может можете могли мог могла нужно надо нужен нужна должен должна хочу хотел хотела хотелось хотим
  узнать знать знаете скажите подскажите расскажите расскажи подскажи скажи объясните пожалуйста здравствуйте привет добрый день вечер
  утро доброе уважаемые вопрос ответьте интересует интересно тут там здесь еще уже только очень если вот ну так также тоже через про
  под над без между всего все всё весь раз делать сделать бывает помогите помочь вообще именно примерно какие-то кстати слушайте
  the a an of to in on at for with from by about as is are was were be been am do does did can could would should will shall may might
  must i you he she it we they me him her us them my your his its our their this that these those there here what which who whom whose
  when where why how much many and or but if so not no yes please hello hi hey dear tell let know want like need get got have has had
  any some just also too very into out up over more most than then s t re ve ll d m dont explain give help hello question ask wonder
  wondering really possible take takes taking`.split(/\s+/),
);

const money = /\d[\d\s.,]*(?:₽|руб|roubl|dollar|€|евро|\$|£|eur|usd|rub)|[€$£]\s*\d|бесплатн|\bfree\b|%/i;
const moment =
  /\d{1,2}[:.]\d{2}|\d\s*(?:am|pm|час)|понедельник|вторник|сред[ауы]|четверг|пятниц|суббот|воскресен|monday|friday|saturday|sunday|weekday|weekend|ежедневно|круглосуточно|daily|\bдо \d|\d{4}/i;
const span =
  /(?:\d+|один|одного|два|двух|две|три|трех|трёх|one|two|three|a few|several)\D{0,12}(?:секунд|минут|час|дн|день|недел|месяц|год|лет|second|minute|hour|day|week|month|year)|сразу|immediately|at once/i;
const place =
  /ул\.|улиц|проспект|площад|набережн|метро|этаж|кабинет|адрес|раздел|вкладк|street|avenue|square|floor|office|address|section|tab|page|settings|https?:/i;
const reach = /\+?\d[\d\s()-]{6,}\d|\S@\S|https?:|@\w{4}/;

// The first that fits counts.
const askings: readonly (readonly [RegExp, RegExp])[] = [
  [/сколько (?:\S+ ){0,2}(?:стои|платить|заплат)|почем|цен[аыу]|стоимост|how much|price|\bcosts?\b|\bfees?\b/i, money],
  [
    /сколько (?:времени|дней|часов|минут|недель)|как долго|как быстро|за какое время|срок|how (?:long|soon|fast|quickly)/i,
    span,
  ],
  [/когда|во сколько|до скольки|с которого|график|часы работы|what time|\bwhen\b|\bhours\b|how late/i, moment],
  [/(?:^|\s)(?:где|куда|адрес)|\bwhere\b|address/i, place],
  [/телефон|почт[аыу]|связаться|контакт|phone|e-?mail|contact/i, reach],
  [/сколько|how (?:many|much|big|large)|какой размер/i, /\d/],
];

/** Reads a question; `context` is what was said before, for questions that lean on it. */
export function readQuestion(text: string, context = ''): Question {
  const terms = new Map<string, Term>();
  for (const term of termsOf(context, 0.5)) terms.set(term.stem, term);
  for (const term of termsOf(text, 1)) terms.set(term.stem, term);
  return { terms: [...terms.values()], looksRight: askings.find(([asking]) => asking.test(text.toLowerCase()))?.[1] };
}

function termsOf(text: string, weight: number): Term[] {
  const words = wordsOf(text).filter((word) => !empty.has(word) && (word.length > 1 || /\p{N}/u.test(word)));
  return words.map((word) => ({ stem: stem(word), concept: conceptOf(word), weight }));
}
