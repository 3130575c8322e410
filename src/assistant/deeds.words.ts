/** Words that say that something was done, and words around them by which nothing is said to be done; phrases as phrase-patterns.rules.ts reads them. */
export interface DeedWords {
  readonly deed: 'book' | 'pay' | 'cancel' | 'change' | 'send';
  readonly done: readonly string[];
  readonly unclaimed: readonly string[];
}

const russianUnclaimed = [
  '(не|нет|ни|нельзя|пока не|еще не|ничего не|никто не)',
  '(если|когда|чтобы|после|до|пока|как только|перед|прежде|при|в случае|хотите|можно|можете|нужно|надо|необходимо|должны|должна|должно|должен|будет|будут|буду|будете|бы|готов|готова|могу|смогу|сможете|проверьте|нажмите|подтвердите|считается|считаются|обычно|всегда|другими|другим|кем то|уже занят*)',
];
const englishUnclaimed = [
  '(not|no|isnt|arent|wasnt|havent|hasnt|cant|cannot|wont|never|nothing|nobody|yet)',
  '(if|when|once|after|before|until|unless|as soon as|in order to|to be|will be|would be|can be|could be|must be|should be|needs to|need to|have to|would you|shall|want|will|would|could|can|should|may|please|press|tap|usually|always|by others|by somebody|already taken)',
];
const unclaimed = [...russianUnclaimed, ...englishUnclaimed];

/** Deeds with money, calendars and other people's systems. */
export const deeds: readonly DeedWords[] = [
  {
    deed: 'book',
    done: [
      '(забронировал*|забронирован*|зарезервировал*|зарезервирован*)',
      '(брон*|резерв|заявк*|заказ*|запис*) .. (оформлен*|создан*|подтвержден*|принят*|готов*|сделан*|внесен*|размещен*|завершен*)',
      '(оформил*|создал*|подтвердил*|принял*|внес|внесла|разместил*|оформлен*|создан*|подтвержден*|принят*) .. (брон*|резерв|заявк*|заказ*|запис*)',
      '(записал*) вас',
      'вы записан*',
      '(зал|время|место|столик) .. (за вами|ваш|ваше|закреплен*)',
      '(ive|i have|we have|weve|i|we|^|just|successfully|now|is|are|been|has been|was) .. (booked|reserved)',
      '(booking|reservation|appointment|order) .. (is|has been|was|are|been) .. (made|created|confirmed|placed|complete|completed|done|set|accepted|registered)',
      '(made|created|confirmed|placed|completed) .. (booking|reservation|appointment|order)',
      '(booking|reservation) (confirmed|complete|completed)',
      'youre all set',
      'you are all set',
      '(slot|time|hall|room) is (now)? yours',
    ],
    unclaimed,
  },
  {
    deed: 'pay',
    done: [
      '(оплачен*|оплатил*)',
      '(оплата|платеж|деньги|средства|сумма) .. (прошл*|прошел|получен*|принят*|зачислен*|списан*|поступил*|подтвержден*|проведен*)',
      '(получил*|принял*|провел*|списал*|подтвердил*) .. (оплат*|платеж|деньги|средства|сумм*)',
      '(вернул*|возвращен*|возврат .. (оформлен*|сделан*|выполнен*|отправлен*|проведен*))',
      '(payment|charge|deposit) .. (received|accepted|processed|confirmed|complete|completed|successful|went through|gone through)',
      '(is|are|been|now|fully|ive|i have|was) (now|already|fully|successfully)? (paid|refunded)',
      '(received|processed|accepted|charged|taken|refunded) .. (payment|card|money|deposit)',
      'refund .. (issued|processed|sent|made|completed)',
    ],
    unclaimed,
  },
  {
    deed: 'cancel',
    done: [
      '(отменил*|отменен*|аннулировал*|аннулирован*|снял* бронь|бронь снята|удалил* .. (брон*|запис*|заказ*))',
      '(cancelled|canceled)',
    ],
    unclaimed,
  },
  {
    deed: 'change',
    done: [
      '(перенес|перенесла|перенесли|перенесен*|переоформил*|переоформлен*)',
      '(изменил*|поменял*|обновил*|исправил*|изменен*|обновлен*|исправлен*|продлил*|продлен*) .. (брон*|запис*|заказ*|врем*|дат*|данные|имя|телефон*|номер)',
      '(брон*|запис*|заказ*|время|дата|данные|имя|телефон|номер) .. (изменен*|обновлен*|исправлен*|продлен*)',
      '(rescheduled|postponed)',
      '(ive|i have|we have|has been|have been|was|is now) (now|already|just|successfully)? (moved|changed|updated|extended|corrected)',
      '(changed|updated|moved|corrected|extended) (the|your) (booking|reservation|order|time|date|details|name|phone)',
    ],
    unclaimed,
  },
  {
    deed: 'send',
    done: [
      '(отправил*|выслал*|переслал*|отправлен*|выслан*) .. (письм*|смс|sms|ссылк*|счет*|подтверждени*|уведомлени*|чек*|заявк*|email|почт*)',
      '(письмо|смс|ссылка|счет|подтверждение|уведомление|чек|заявка) .. (отправлен*|выслан*)',
      '(sent|emailed|texted|forwarded) .. (email|e mail|mail|sms|link|invoice|confirmation|receipt|message|request)',
      '(email|invoice|confirmation|receipt|link|message) .. (has been|was|is|been) (sent|emailed)',
    ],
    unclaimed,
  },
];
