/** What a Russian name ends in when it is declined: «Ивана», «Марией». */
export const nameEndings = 'а|я|ы|и|у|ю|е|ё|о|й|ь|ой|ей|ём|ом|ем|ою|ею|ью|ия|ии|ию|ией|ого|его|ому|ему|ым|им'.split(
  '|',
);

/** What has a number that belongs to somebody, without its ending: «заказ 4512», "booking 77-21". */
export const numberedThings = [
  'заказ',
  'договор',
  'чек',
  'накладн',
  'трек',
  'обращени',
  'заявк',
  'брон',
  'паспорт',
  'посылк',
  'квитанци',
  'тикет',
  'карт',
  'order',
  'booking',
  'invoice',
  'ticket',
  'contract',
  'receipt',
  'tracking',
  'parcel',
  'request',
  'reservation',
  'passport',
  'card',
];

/** What makes an amount of the number before it. */
export const currencies = ['₽', '$', '€', '£', '%', 'руб', 'р.', 'тыс', 'млн', 'rub', 'usd', 'eur'];

/** What may stand between a thing and its number. */
export const numberWords = ['номером', 'номер', 'number', 'no'];
