/** Words in the head of a column that holds questions. */
export const questionWords: ReadonlySet<string> = new Set(
  'question questions query q faq вопрос вопросы вопроса вопросов запрос'.split(' '),
);

/** Words in the head of a column that holds answers. */
export const answerWords: ReadonlySet<string> = new Set(
  'answer answers reply response a ответ ответы ответа ответов решение'.split(' '),
);

/** Words beside them that say that the column is about questions and answers, and holds none: numbers, dates, people. */
export const aboutWords: ReadonlySet<string> = new Set(
  'id no nr number date time category type author status count source link № номер ид дата время категория тип автор статус количество источник ссылка'.split(
    ' ',
  ),
);
