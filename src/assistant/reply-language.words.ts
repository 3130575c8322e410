/** Small words without which hardly any English sentence of some length can do. */
export const englishSmallWords: ReadonlySet<string> = new Set(
  'the a an is are was were be been am to of and or in on at for with from by as it its this that these those you your we our i my he she they not no yes if then when what which who how can will would could should may do does did have has had but so up out about after before per all any'.split(
    ' ',
  ),
);

/** Letters that other Cyrillic alphabets have and Russian has not. */
export const foreignCyrillic = /[іїєґўјљњћђџѓќѕәғқңөұүһ]/iu;
