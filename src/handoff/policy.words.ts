/** How words of one kind change: where one ends in `end`, it may end in any of `ends` instead. */
export interface Endings {
  readonly end: string;
  readonly ends: readonly string[];
}

const adjective = 'ый ий ой ого его ому ему ым им ом ем ая яя ей ую юю ою ое ее ые ие ых их ыми ими';

/** From the form that stands in a dictionary, or its plural, to all the others. An empty end fits every word. */
const russian: readonly (readonly [string, string])[] = [
  // юрист, иск; платеж; счет: what ends in no vowel
  ['', 'а у ом ем е ы и ов ей ам ами ах'],
  // отец, подарок, перевозчик: a vowel that comes and goes
  ['ец', 'ца цу цом цем це цы цев цов цам цами цах'],
  ['ок', 'ка ку ком ке ки ков кам ками ках'],
  ['ь', 'я ю ем е и ей ям ями ях ью'],
  ['й', 'я ю ем е и ев ям ями ях'],
  ['а', 'ы и е у ой ей ою ам ами ах'],
  // жалоба → жалоб
  ['а', ''],
  ['ка', 'ок ек'],
  ['я', 'и е ю ей ею ям ями ях ь й'],
  ['ия', 'ии ию ией ий иям иями иях'],
  ['о', 'а у ом е ам ами ах'],
  ['о', ''],
  ['е', 'я ю ем ей ям ями ях'],
  ['ие', 'ия ию ием ии ий иям иями иях'],
  ['ье', 'ья ью ьем ьи ий ьям ьями ьях'],
  ['ы', 'ов ам ами ах'],
  ['ы', ''],
  ['и', 'ов ев ей ам ами ах ям ями ях'],
  ['и', ''],
  ['ки', 'ок ек'],
  ['ьги', 'ег ьгам ьгами ьгах'],
  ...['ый', 'ий', 'ой', 'ая', 'яя', 'ое', 'ее', 'ые', 'ие'].map((end): [string, string] => [end, adjective]),
  ['ать', 'аю аешь ает аем аете ают ал ала ало али ай айте у ешь ет ем ете ут'],
  ['ять', 'яю яешь яет яем яете яют ял яла яло яли яй яйте'],
  ['овать', 'ую уешь ует уем уете уют овал овала овало овали уй уйте'],
  ['ить', 'ю у ишь ит им ите ят ат ил ила ило или и ь ьте'],
  ['еть', 'ею еешь еет еем еете еют ел ела ело ели ей ейте ю ишь ит им ите ят'],
  ['уть', 'у ешь ет ем ете ут ул ула уло ули и ите'],
  ['ти', 'у ешь ет ем ете ут ла ло ли и ите'],
];

const english: readonly (readonly [string, string])[] = [
  ['', 's es ed ing'],
  ['e', 'es ed ing'],
  ['y', 'ies ied ying'],
  ...Array.from('bdglmnprt', (letter): [string, string] => [letter, `${letter}${letter}ed ${letter}${letter}ing`]),
];

/** The endings of Russian and English words. */
export const endings: readonly Endings[] = [...russian, ...english].map(([end, ends]) => ({
  end,
  ends: ends.split(' '),
}));

/** What a Russian verb may carry behind its ending: «жаловаться», «вернись». */
export const reflexive = /с[яь]$/;

/** Its two forms. */
export const reflexives: readonly string[] = ['ся', 'сь'];
