/** Endings of domains that are more than two letters long and common enough for chats to make links of them. */
export const latinZones =
  'com net org info biz name pro dev app online site shop store xyz top club live link click zip mov page pages bank cloud tech space website press fun host life world today news blog email expert agency digital media network group team work works zone center company solutions services support systems tools academy cafe travel money finance credit loan market marketing ltd wiki ninja guru rocks chat games game video art design studio mobi asia tel jobs travel museum edu gov mil int arpa onion local localhost test example invalid'.split(
    ' ',
  );

/** The same for domains in Cyrillic letters. */
export const cyrillicZones = [
  'рф',
  'рус',
  'москва',
  'онлайн',
  'сайт',
  'орг',
  'ком',
  'дети',
  'бел',
  'укр',
  'мкд',
  'срб',
  'бг',
];
