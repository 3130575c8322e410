import { readQuestion } from '../extractive/question';
import { stem } from '../extractive/stems';
import type { Details } from './details';
import { speaksOfHalls } from './places';

/** What somebody who writes to a venue may want of a tool. */
export type Want = 'cancel' | 'mine' | 'price' | 'free' | 'taken' | 'book' | 'list' | 'info';

/** What a message says beside its words. */
export interface Read {
  readonly text: string;
  /** What this message itself tells. */
  readonly told: Details;
}

interface Sign {
  readonly want: Want;
  readonly said: RegExp;
  /** What shows that the words mean something else. */
  readonly not?: RegExp;
  readonly if?: (read: Read) => boolean;
  /** Names of the tools that serve it, the best first. */
  readonly tools: readonly RegExp[];
}

const asksHow =
  /^(?:\P{L}*(?:а|и|скажите|подскажите|пожалуйста|tell me|please)[ ,]+)*(?:как|каким образом|можно ли|что если|что будет|how|what if|what happens|can i|may i)(?!\p{L})/iu;
const isRule = /(?<!\p{L})(?:правил|услови|политик|поряд|policy|policies|rules|terms|conditions)/iu;

const signs: readonly Sign[] = [
  {
    want: 'cancel',
    said: /(?<!\p{L})(?:отмен(?:и|ю|я|ить)|снимите бронь|cancel)/iu,
    not: /(?<!\p{L})(?:как|можно ли|если|когда|сколько|how|can i|may i|if|when|what|free)(?!\p{L})|правил|услови|cancellation|policy/iu,
    tools: [/cancel/],
  },
  {
    want: 'mine',
    said: /(?<!\p{L})(?:мои (?:брон|заказ)|моя бронь|мою бронь|my (?:own )?bookings?|my reservations?)/iu,
    not: /исправ|измени|ошиб|correct|mistake|change/iu,
    tools: [/my_?bookings|own_bookings/],
  },
  {
    want: 'price',
    said: /(?<!\p{L})(?:сколько (?:\S+ ){0,4}(?:сто[ия]|заплат|обойд)|цен[аыуео]|стоимост|поч[её]м|прайс|how much|prices?\b|costs?\b|rates?\b|expensive)/iu,
    if: isOfHalls,
    tools: [/price|rate|tariff|cost/, /halls?_data|list_halls|all_halls/],
  },
  {
    want: 'free',
    said: /(?<!\p{L})(?:свободн|свободен|незанят|есть (?:ли )?(?:время|окн|окош|мест|что-нибудь|что-то)|availab|free\b|vacan)/iu,
    not: /парков|parking|of charge|wi-?fi|cancel/iu,
    if: isOfTimes,
    tools: [/free|avail|slot|vacan/, /bookings?_by|taken|busy|occup/],
  },
  {
    want: 'taken',
    said: /(?<!\p{L})(?:занят|что (?:уже )?забронировано|какие (?:есть )?брон|кто (?:уже )?забронировал|taken\b|booked\b|occupied|busy\b|bookings? (?:are|is|for|on))/iu,
    not: /(?:хочу|хотел|i (?:want|have)|i'd)/iu,
    if: isOfTimes,
    tools: [/bookings?_by|taken|busy|occup/, /free|avail|slot/],
  },
  {
    want: 'book',
    said: /(?<!\p{L})(?:(?:за)?брониру|(?:за)?бронирова(?:ть|л)|бронь|снять|сниму|арендовать|арендую|(?:za)?bronir|hochu zal|(?:хо(?:чу|тим|тела?|тели) (?:бы )?|нуж(?:ен|но) (?:\S+ )?|заказать )(?:\S+ )?зал|book\b|reserve\b|rent\b|hire\b|(?:need|want|like) (?:a|the) (?:\S+ )?(?:hall|room))/iu,
    not: isRule,
    if: ({ text, told }) => !asksHow.test(text) || Object.keys(told).length > 1,
    tools: [/generate_booking|propose_booking/, /create_booking|^book|reserv/],
  },
  {
    want: 'list',
    said: /(?<!\p{L})(?:каки(?:е|х) (?:\S+ ){0,3}(?:зал|помещ)|список залов|(?:покажи|перечисли|назови)\p{L}* (?:\S+ )?зал|все залы|ваши залы|(?:о|про) (?:ваши )?зал(?:ы|ах)|залы (?:есть|у вас)|какой (?:\S+ )?зал (?:\S+ )?(?:лучше|больш|подойд)|what (?:halls|rooms|venues)|which (?:halls?|rooms?)|(?:your|all|the) halls|halls (?:do )?you|list (?:of )?(?:the )?halls)/iu,
    not: /(?<!\p{L})(?:посмотреть|увидеть|приехать|(?:can|may) (?:i|we) (?:see|visit|view|look)|equipment)/iu,
    tools: [/halls?_data|list_halls|all_halls/],
  },
  {
    want: 'info',
    said: /(?<!\p{L})(?:расскаж|опиш|описан|подробн|правил|вмест|вмеща|сколько (?:человек|гостей|мест)|часы|работает|открыт|информац|что за(?!\p{L})|что есть в|tell me|describ|details|rules|capacity|how (?:many|big|large)|seats|open|hours|info)/iu,
    if: ({ told }) => told.hall !== undefined,
    tools: [/hall_info|describe|details/],
  },
];

/** What a message wants of tools, the most pressing first; a booking is not to be had beside a question. */
export function wantsIn(read: Read): Want[] {
  const found = signs.filter(
    ({ said, not, if: fits }) => said.test(read.text) && !not?.test(read.text) && (!fits || fits(read)),
  );
  const wants = found.map(({ want }) => want);
  if (wants[0] === 'cancel' || wants[0] === 'mine') return wants.slice(0, 1);
  const questions = wants.filter((want) => want !== 'book');
  // «Свободен? Тогда забронируйте» is answered first; the price stands in what is proposed.
  const isOrder = wants.includes('book') && !questions.some((want) => want === 'free' || want === 'taken');
  return isOrder && read.told.start !== undefined ? ['book'] : questions.length > 0 ? questions : wants;
}

/** Names of the tools that serve a want, the best first. */
export function toolsFor(want: Want): readonly RegExp[] {
  return signs.find((sign) => sign.want === want)?.tools ?? [];
}

/** «Сколько стоит кейтеринг?» is no question about halls; «А сколько стоит?» is one about the hall of before. */
function isOfHalls({ text, told }: Read): boolean {
  return told.hall !== undefined || speaksOfHalls(text) || /аренд|брон|rent|book|hire/iu.test(text) || isLeaning(text);
}

function isOfTimes(read: Read): boolean {
  return read.told.date !== undefined || read.told.start !== undefined || isOfHalls(read);
}

const leaning = new Set(
  ['час', 'часа', 'hour', 'стоить', 'будет', 'свободно', 'свободен', 'free', 'available'].map(stem),
);

function isLeaning(text: string): boolean {
  return readQuestion(text).terms.every((term) => term.asks || leaning.has(term.stem));
}
