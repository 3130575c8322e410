/** Words that say that something was done; phrases as phrase-patterns.rules.ts reads them. */
export interface DeedWords {
  /** `taken`: somebody has it, whoever that is. */
  readonly deed: 'book' | 'taken' | 'pay' | 'cancel' | 'change' | 'send';
  readonly done: readonly string[];
  /** How a tool tells it in its list of what there is. */
  readonly stated?: readonly string[];
}

/** Words beside a claim by which nothing is claimed. */
export interface Unclaimed {
  /** Before it, or in it: what is denied, offered, or depends on something. */
  readonly before: readonly string[];
  /** Behind it: what it depends on, or whose it is. */
  readonly after: readonly string[];
}

const booking = 'брон* резерв запись заявк* заказ заказа визит встреч* столик';
const payment = 'оплат* платеж деньги средства предоплат* депозит';
const detail = 'брон* запис* заказ* визит* время дат* данные имя телефон* номер*';

/** Names of the sets of words that phrases use. */
export const deedParts = {
  booking: `${booking} бронирование бронирования`,
  payment,
  detail,
  set: 'оформлен оформлена оформлено оформлены создан создана создано создал создала создали подтвержден подтверждена подтверждено подтверждены принят принята принято готов готова сделан сделана сделано внесен внесена размещен размещена завершен завершено оформил оформила оформили подтвердил подтвердила внес внесла разместил разместила',
  ihave: 'ive i we weve have has been is are was were now just successfully already done',
};

/** Deeds with money, calendars and other people's systems. */
export const deeds: readonly DeedWords[] = [
  {
    deed: 'book',
    done: [
      '(забронировал|забронировала|забронировали|зарезервировал|зарезервировала|зарезервировали)',
      '<booking> .. <set>',
      '<set> .. <booking>',
      '(записал|записала|записали) вас',
      'вы (уже)? (записаны|забронировали)',
      '(ваш|ваша|ваше|для вас|за вами|вам|вас) .. (забронирован|забронирована|забронировано|зарезервирован|зарезервирована|зарезервировано|закреплен|закреплено)',
      '(забронирован|забронирована|забронировано|зарезервирован|зарезервировано|закреплен|закреплено) .. (за вами|для вас|на ваше имя|на вас)',
      '(зал|время|место|столик) (теперь|уже)? (за вами|ваш|ваше)',
      '(i|ive|we|weve|i have|we have) (now|just|already|successfully|also|gone ahead and)? (booked|reserved|scheduled)',
      '(^|done|great|ok|okay|all) (just|successfully)? (booked|reserved)',
      '(your|you|youre|for you) .. (booked|reserved|scheduled) ',
      '(booked|reserved|scheduled) .. (for you|in your name|under your name)',
      '(booking|reservation|appointment|order|visit) .. (<ihave>) (now|just|successfully|already|been)? (made|created|confirmed|placed|complete|completed|set|accepted|registered|done)',
      '(i|ive|we|weve|have|has|just) (now|just|successfully)? (made|created|confirmed|placed|completed|registered) .. (booking|reservation|appointment|order|visit)',
      '^ (..)? (booking|reservation|appointment|order) (confirmed|complete|completed|made|placed) ',
      '(youre|you are) all set',
      '(slot|time|hall|room) is (now)? yours',
    ],
    stated: [
      '(ваш|ваша|ваши|вашу|ваших) (..)? (брон*|заказ*|запис*|визит*)',
      '(your|their) (..)? (booking*|reservation*|order*|visit*|appointment*)',
      '(booked|reserved|confirmed|подтвержден*|забронирован*)',
    ],
  },
  {
    deed: 'taken',
    done: [
      '(забронирован|забронирована|забронировано|забронированы|зарезервирован|зарезервирована|зарезервировано)',
      '(is|are|been|was|now|fully) (now|already|successfully|fully)? (booked|reserved)',
    ],
  },
  {
    deed: 'pay',
    done: [
      '(оплачен|оплачена|оплачено|оплачены|оплатил|оплатила|оплатили)',
      '<payment> .. (прошла|прошел|прошли|получена|получен|получены|принята|принят|приняты|зачислена|зачислены|списана|списаны|поступила|поступил|поступили|подтверждена|подтвержден|проведена|проведен|возвращены|возвращена)',
      '(получил|получила|получили|принял|приняла|приняли|провел|провела|списал|списала|списали|подтвердил|вернул|вернула|вернули) .. <payment>',
      'возврат .. (оформлен|сделан|выполнен|отправлен|проведен)',
      '(оформил|оформила|сделал|сделала|выполнил|отправил) .. возврат',
      '(payment|charge|deposit) .. (<ihave>) (now|just|successfully|already|been)? (received|accepted|processed|confirmed|complete|completed|successful|made|taken)',
      '(payment|charge|deposit) (received|accepted|processed|confirmed|complete|completed|successful|went through|gone through)',
      '(<ihave>) (now|already|fully|successfully|been)? (paid|refunded|charged)',
      '(i|ive|we|weve|have|just) (now|just|successfully)? (received|processed|accepted|charged|taken|refunded) .. (payment|card|money|deposit)',
      'refund .. (<ihave>) (now|just|successfully|already|been)? (issued|processed|sent|made|completed)',
    ],
    stated: ['(оплачен*|paid|refunded|возвращен*)'],
  },
  {
    deed: 'cancel',
    done: [
      '(отменил|отменила|отменили|отменен|отменена|отменено|отменены|аннулировал|аннулировала|аннулирован|аннулирована)',
      '(снял|сняла|сняли|удалил|удалила|удалили) .. <booking>',
      'бронь (снята|удалена)',
      '(<ihave>) (now|already|successfully|been)? (cancelled|canceled)',
      '^ (..)? (cancelled|canceled) $',
    ],
    stated: ['(отменен*|cancelled|canceled)'],
  },
  {
    deed: 'change',
    done: [
      '(перенес|перенесла|перенесли|перенесен|перенесена|перенесено|переоформил|переоформила|переоформлена)',
      '(изменил|изменила|изменили|поменял|поменяла|поменяли|обновил|обновила|исправил|исправила|продлил|продлила) .. <detail>',
      '<detail> .. (изменен|изменена|изменено|изменены|обновлен|обновлена|обновлено|обновлены|исправлен|исправлена|исправлено|исправлены|продлен|продлена|продлено)',
      '(<ihave>) (now|already|successfully|been)? (rescheduled|postponed|moved|changed|updated|extended|corrected)',
    ],
  },
  {
    deed: 'send',
    done: [
      '(отправил|отправила|отправили|выслал|выслала|выслали|переслал|переслала) .. (письмо|смс|sms|ссылку|счет|подтверждение|уведомление|чек|заявку|email|почту)',
      '(письмо|смс|ссылка|счет|подтверждение|уведомление|чек|заявка) .. (отправлен|отправлена|отправлено|выслан|выслана|выслано)',
      '(i|ive|we|weve|have|just) (now|just|already|successfully)? (sent|emailed|texted|forwarded) .. (email|mail|sms|link|invoice|confirmation|receipt|message|request)',
      '(email|invoice|confirmation|receipt|link|message) .. (<ihave>) (now|just|successfully|already|been)? (sent|emailed)',
    ],
  },
];

/** Beside claims in either language. */
export const unclaimed: Unclaimed = {
  before: [
    '(не|нет|ни|нельзя|никто|никем|ничего)',
    '(если|когда|чтобы|после того|до того|пока|как только|перед тем|прежде чем|в случае|хотите|можно|можете|сможете|нужно|надо|необходимо|должны|должна|должно|должен|будет|будут|буду|будете|был бы|была бы|бы|готов|готова|считается|считаются|обычно|всегда|вы ранее|вы уже|ли|кто то|кем то|другой|другие|другим|другими)',
    '(not|no|isnt|arent|wasnt|havent|hasnt|cant|cannot|wont|never|nothing|nobody|none)',
    '(if|when|once|after|before|until|unless|as soon as|in order|to be|be|would|will|ill|well|can|could|must|should|shall|needs|need|have to|want|may|might|usually|always|someone|somebody|others|whether|only)',
  ],
  after: [
    '(если|когда|после|только после|лишь после|как только|при условии|другим|другими|кем то|другой компанией)',
    '(if|when|once|after|only after|as soon as|unless|until you|by others|by somebody|by someone|by another)',
  ],
};
