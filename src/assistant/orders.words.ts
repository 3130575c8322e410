/** A letter that is as often written as the other one. */
export const spelledAlike = ['ё', 'е'] as const;

/** What tells a language model what to do, and has no business in a piece of knowledge. Small letters, «ё» as «е», one space between words. */
export const orderPatterns: readonly RegExp[] = [
  /(?:игнориру|проигнорируй|забудь|забыть|отмени|пренебреги|отбрось|не обращай внимания на|не учитывай|нарушь)\S*.{0,40}(?:инструкци|правил|указани|промпт|запрет|ограничени|предыдущ|сказан)/,
  /(?:ignore|disregard|forget|override|bypass|discard|neglect)\S*.{0,40}(?:instruction|rule|prompt|previous|guideline|restriction|told|above)/,
  /(?:раскро|покажи|выведи|напечатай|повтори|перескажи|процитируй|пришли|сообщи|напиши|назови)\S*.{0,40}(?:системн\S+ (?:промпт|сообщени|инструкци|подсказк|указани)|(?:сво|твои|ваши)\S*.{0,12}(?:инструкци|промпт|правила))/,
  /(?:reveal|show|print|output|repeat|display|disclose|leak|quote|write|tell|say)\S*.{0,40}(?:system (?:prompt|message|instruction)|(?:your|initial|hidden|original).{0,12}(?:instruction|prompt|rules))/,
  /(?:отправ|переда|перешл|вышл|пришл|добав|вставь|допиши|сохрани)\S*.{0,60}(?:переписк|истори\S+|диалог|сообщени|данн\S+ пользовател).{0,80}(?:https?:|www\.|ссылк|адрес|сервер)/,
  /(?:send|forward|post|append|include|exfiltrate|leak|upload|add)\S*.{0,60}(?:conversation|history|dialogue|chat|messages|user'?s? data).{0,80}(?:https?:|www\.|link|url|server|address)/,
  /(?:ассистент|нейросет\S*|языков\S+ модел\S*|ии|бот)\s?[,:].{0,80}(?:ты (?:теперь|должен)|отныне|отправь|раскрой|выведи|вызови|напиши|скажи|ответь|выполни)/,
  /(?:assistant|language model|llm|ai|chatbot|bot)\s?[,:].{0,80}(?:you (?:are now|must)|from now on|send|reveal|print|output|call|write|say|reply|answer|execute|run)\b/,
  /(?:new|updated|secret|hidden) (?:system )?(?:instructions?|orders?)\s?:/,
  /(?:нов|секретн|скрыт|обновленн)\S+ (?:системн\S+ )?(?:инструкци\S*|указани\S*)\s?:/,
  /<\|(?:im_start|im_end|system|user|assistant|endoftext)|\[\/?inst\]|<<sys>>|<\/?(?:system|tool_call|function_call)>/,
  /(?:^|\n)\s*#{0,4}\s*(?:system|assistant|developer)(?: prompt| message)?\s*:/,
  /hand_over|user_wants_human/,
];

/** What has somebody told something to a user in the bot's name: nothing wrong in itself, but no reason to hand out links. */
export const tellingPatterns: readonly RegExp[] = [
  /(?:скажи|ответь|напиши|сообщи|передай|посоветуй|порекомендуй|предложи|покажи|дай|отправь|укажи)(?:те)?(?!\p{L}).{0,40}(?:пользовател|юзер|клиент|покупател|собеседник|человек|всем|каждому|ему)/u,
  /(?:tell|say to|inform|advise|instruct|direct|send|give|show|ask|recommend to|point)(?:ing)? .{0,30}(?:the user|users|the customer|customers|the client|everyone|everybody|them)\b/,
  /(?:ответь|отвечай|скажи|напиши|выведи|добавь|допиши|вставь|укажи|упомяни|повтори)(?:те)?(?!\p{L}).{0,60}(?::|ответ|сообщени|ссылк|картинк|изображени|дословно)/u,
  /(?:reply|respond|answer|say|print|output|write|append|add|insert|include|mention|repeat)\b.{0,60}(?::|your (?:answer|reply|response|message)|every (?:answer|reply|response)|link|image|verbatim)/,
];
