/** Words that say that a hall is meant, and not which one; stems. */
export const anyHall: ReadonlySet<string> = new Set(
  `зал помещен комнат площадк аудитор пространств hall room space venu area zal zala
  в во на для по про о об от у с к это этот эт наш ваш сам же тот котор назван называ имен нужн хоч пожалуйст вот
  the a an in at of for to on this that your our one call name want need pleas`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
