/** A sort of thing that means the same in every language and must come out of a translation as it went in. */
export interface Kind {
  readonly pattern: RegExp;
  /** Whether the translator is shown what is hidden: numbers decide about plurals, names about genders. */
  readonly shown: boolean;
}

const hidden = (...patterns: readonly RegExp[]): Kind[] => patterns.map((pattern) => ({ pattern, shown: false }));
const shown = (...patterns: readonly RegExp[]): Kind[] => patterns.map((pattern) => ({ pattern, shown: true }));

/** What is looked for before the names that a caller gives, in this order: what one kind has found is closed to the next. */
export const kindsBeforeNames: readonly Kind[] = hidden(
  // What looks like our own marks must not be taken for one.
  /⟦[^⟦⟧\n]{0,80}⟧|[⟦⟧]|<\/?(?:text|task)>/gu,
  // UUIDs, before parts of them look like telephones.
  /(?<![\p{L}\p{N}_])[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![\p{L}\p{N}_])/gu,
  // Blocks and spans of code.
  /```[^]*?(?:```|$)|~~~[^]*?(?:~~~|$)/gu,
  /``[^\n]+?``|`[^`\n]+`/gu,
  // Templates: {{name}}.
  /\{\{?[\w.]{1,64}\}?\}/gu,
  // Links: where a CommonMark link leads to, addresses with a scheme, e-mail.
  /(?<=\]\()[^\s()<>⟦⟧]+(?=[\s)])/gu,
  /(?<![\p{L}\p{N}_])(?:[a-zA-Z][a-zA-Z0-9+.-]{1,15}:\/\/|mailto:|tel:|www\.)(?:[^\s<>()"«»“”⟦⟧|`\]]|\([^\s()<>⟦⟧]{0,200}\))*[^\s<>()"«»“”⟦⟧|`\].,;:!?…'*_~]/gu,
  /(?<![\p{L}\p{N}_.+-])[\p{L}\p{N}_.+-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,5}\p{L}{2,24}/gu,
);

const code = [
  // snake_case
  /[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+/u,
  // A-1234, BM-2026-114, Ту-154: short or capital letters before digits.
  /(?:(?:\p{Lu}{1,10}|\p{Lu}\p{Ll}{1,3})[-_/.]){1,6}\p{L}*\d[\p{L}\d]*(?:[-_/.](?:\d[\p{L}\d]*|\p{Lu}[\p{Lu}\d]*)){0,8}/u,
  // a-1234, as people write it by hand.
  /\p{L}{1,3}[-_/]\d{3,}(?:[-_/.](?:\d[\p{L}\d]*|\p{Lu}[\p{Lu}\d]*)){0,8}/u,
  // 114-AB, 24-12/B
  /\d+(?:[-_/.]\d+){0,8}[-_/.]\p{Lu}[\p{Lu}\d]*(?:[-_/.](?:\d[\p{L}\d]*|\p{Lu}[\p{Lu}\d]*)){0,8}/u,
  // AB12, v2.1, 5G, 256GB: letters and digits in one piece.
  /(?:\p{L}+\d[\p{L}\d]*|\d+\p{Lu}[\p{L}\d]*)(?:[-_/.](?:\d[\p{L}\d]*|\p{Lu}[\p{Lu}\d]*)){0,8}/u,
].map(({ source }) => source);

const picture =
  /(?:\p{Regional_Indicator}{2}|\p{Extended_Pictographic}\p{Emoji_Modifier}?\uFE0F?(?:\u200D\p{Extended_Pictographic}\p{Emoji_Modifier}?\uFE0F?)*|[\d#*]\uFE0F?\u20E3)/u
    .source;

/** A number: groups of three digits with spaces between them, or digits with dots, commas and slashes inside; or a range of them. */
export const numberSource = (({ source }) => `${source}(?:[-–—×x]${source})*`)(
  /(?:\d{1,3}(?:\p{Zs}\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,:/]\d+)*)/u,
);

/** What is looked for after the names and the units, in this order. */
export const kindsAfterNames: readonly Kind[] = [
  ...hidden(
    new RegExp(`${picture}(?: ?${picture})*`, 'gu'),
    // Names of files, hosts without a scheme, @accounts, #tags, /commands.
    /(?<![\p{L}\p{N}_])[\p{L}\p{N}_][\p{L}\p{N}_.-]{0,80}\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|rtf|txt|md|csv|tsv|json|xml|ya?ml|html?|css|js|ts|py|sql|log|ini|png|jpe?g|gif|webp|svg|heic|mp[34]|ogg|oga|wav|mov|avi|mkv|zip|rar|7z|tar|gz|exe|apk|dmg|ipa)(?![\p{L}\p{N}_])/giu,
    /(?<![\p{L}\p{N}_])(?:[\p{L}\p{N}-]{1,63}\.){1,5}(?:ru|com|net|org|io|app|dev|me|su|eu|de|uk|info|online|shop|рф)(?![\p{L}\p{N}-])(?:[:/?#][^\s<>()"«»“”⟦⟧|`\]]*[^\s<>()"«»“”⟦⟧|`\].,;:!?…'*_~])?/giu,
    /(?<![\p{L}\p{N}_@])@[\p{L}\p{N}_]{2,64}/gu,
    /(?<![\p{L}\p{N}_#&])#[\p{L}\p{N}_]{1,64}/gu,
    /(?<![\p{L}\p{N}_/.])\/[a-z][a-z0-9_]{0,31}(?:@\w+)?(?![\p{L}\p{N}_/])/gu,
    // IBAN.
    /(?<![\p{L}\p{N}_])[A-Z]{2}\d{2}(?:\p{Zs}?[A-Z0-9]{4}){2,7}(?:\p{Zs}?[A-Z0-9]{1,3})?(?![\p{L}\p{N}_])/gu,
    // Cards, whole or their tails; a pair of stars may as well make bold what follows.
    /(?<![\p{L}\p{N}_])\d{4}[ -]?\d{0,2}(?: ?[*•xX]{4,8}|(?:[ -]?[*•xX]{2,4}){2,3})[ -]?\d{4}(?!\d)/gu,
    /(?<![\p{L}\p{N}_*•])(?:[*•]{3,12}\p{Zs}?){1,3}\d{3,4}(?![\d*])/gu,
    /(?<![\p{L}\p{N}_*•])(?:••\p{Zs}?|•|\*{1,2}(?!\d+[^\n*]{0,200}\*))\d{4}(?!\d)/gu,
    /(?<![\p{L}\p{N}_])\d{4}(?:[ -]\d{4}){2,3}(?!\d)/gu,
    // Telephones.
    /(?<![\p{L}\p{N}_+])\+7(?:[\p{Zs}().-]{0,2}\d){10}(?!\d)/gu,
    /(?<![\p{L}\p{N}_+])\+\d(?:[\p{Zs}().-]{0,2}\d){6,14}(?!\d)/gu,
    /(?<![\p{L}\p{N}_])8[\p{Zs}-]?\(?\d{3}\)?[\p{Zs}-]?\d{3}[\p{Zs}-]?\d{2}[\p{Zs}-]?\d{2}(?!\d)/gu,
    /(?<![\p{L}\p{N}_])\(\d{2,5}\)\p{Zs}?\d{1,4}(?:[\p{Zs}-]\d{2,4}){1,3}(?!\d)/gu,
  ),
  ...shown(
    // Dates and times.
    /(?<![\p{L}\p{N}_])\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?(?!\d)/gu,
    /(?<![\p{L}\p{N}_])\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?!\d)/gu,
    /(?<![\p{L}\p{N}_])\d{1,2}(?::\d{2}){1,2}(?:[-–—]\d{1,2}(?::\d{2}){1,2})?(?:\p{Zs}?[aApP]\.?[mM](?![\p{L}\p{N}_]))?(?!\d)/gu,
    /(?<![\p{L}\p{N}_])\d{1,2}\p{Zs}?[aApP]\.?[mM](?![\p{L}\p{N}_])/gu,
  ),
  ...hidden(
    /(?<![\p{L}\p{N}_])\d{1,4}(?:-\d{2,4}){2,4}(?!\d)/gu,
    new RegExp(String.raw`(?<![\p{L}\p{N}_])(?:${code.join('|')})(?![\p{L}\p{N}_])`, 'gu'),
  ),
  ...shown(
    // Amounts, and whatever digits there are left.
    new RegExp(
      String.raw`(?<![\p{L}\p{N}_])(?:[-−+](?=[\d$€£¥₽]))?(?:[$€£¥₽]\p{Zs}?)?${numberSource}(?:\p{Zs}?(?:[%‰₽$€£¥₸₴₾₺]|°[CF]?|(?:RUB|USD|EUR|GBP|CNY|KZT|BYN|UAH|GEL|AMD|TRY|AED|CHF|JPY|USDT|BTC|ETH)(?![\p{L}\p{N}_])))?`,
      'gu',
    ),
    /\p{Nd}+/gu,
  ),
];
