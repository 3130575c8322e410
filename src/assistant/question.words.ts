/** Words of greetings, thanks, farewells and assents: a message of nothing but these asks nothing of the knowledge. */
export const smallTalkWords: ReadonlySet<string> = new Set(
  `привет приветик здравствуйте здравствуй здрасте салют хай добрый доброе доброго день утро вечер дня ночи спокойной спасибо спс благодарю
  благодарен благодарна пожалуйста пока до свидания прощайте увидимся всего хорошего удачи большое огромное очень вам вы вас тебе ты тебя всем и за
  помощь ответ как дела жизнь поживаете настроение ок окей хорошо ладно понял поняла понятно ясно супер класс отлично здорово круто да нет ага угу
  бот робот есть тут здесь кто-нибудь кто это мне рад рада приятно познакомиться извините простите алло эй ну так вот а
  hello hi hey hiya good morning afternoon evening day night thanks thank thx cheers bye goodbye see later take care please very much a lot so for
  your the help answer and you all there how are is it going doing what's up whats ok okay fine great cool super nice yes no yeah yep nope got
  understood sure sorry anybody anyone here who i am to meet well bot robot this that`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** What asks about the bot or about the dialogue itself, and not about what the bot knows. */
export const aboutDialogue: readonly RegExp[] = [
  /(?:что|о ч[её]м|про что|какой|какие|сколько) .{0,20}(?:я|мы|ты|вы) .{0,20}(?:спрашив|спросил|писал|написал|говорил|сказал|обсужд|просил|ответил|имел)/,
  /(?:мой|моя|мои|мо[её]) .{0,20}(?:прошл|предыдущ|последн|перв)\S* (?:вопрос|сообщени)/,
  /(?:прошл|предыдущ|последн|перв)\S* (?:мо\S+ )?(?:вопрос|сообщени|ответ)/,
  /как меня зовут|мо[её] имя|кто я(?!\p{L})/u,
  /(?:кто|что) (?:ты|вы)(?!\p{L})|(?:ты|вы) (?:бот|робот|человек|живой|настоящ)|(?:что|чем) (?:ты|вы) .{0,12}(?:уме|може)/u,
  /^(?:повтори|переведи|перескажи|сократи|подытожь|покороче|короче|подробнее|продолжай|дальше|проще|иначе|другими словами)/,
  /what .{0,20}(?:did|have|was|were) (?:i|we|you) .{0,20}(?:ask|sa[iy]|writ|wrote|talk|mean|told|tell)/,
  /what (?:i|we|you) .{0,12}(?:asked|said|wrote|told|meant)/,
  /my (?:first|last|previous|earlier) (?:question|message)|(?:previous|last|first|earlier) (?:question|message|answer)/,
  /what(?:'s| is) my name|my name is|who am i/,
  /(?:who|what) are you|are you (?:a |an )?(?:bot|robot|human|real|person|ai)|what can you do|how can you help/,
  /^(?:repeat|translate|summari[sz]e|shorten|rephrase|shorter|in short|in other words|go on|continue|simpler|more detail)/,
];

/** Words with which questions begin, and requests to be told something. */
export const asking: readonly RegExp[] = [
  /(?<!\p{L})(?:как|какой|какая|какое|какие|каков\p{L}*|каким|какую|какого|сколько|когда|где|куда|откуда|почему|зачем|кто|чей|чья|можно|нужно ли|есть ли|скольких|стоит ли|правда ли)(?!\p{L})/u,
  /(?<!\p{L})(?:что|чем|чего|чему|о ч[её]м) (?!бы(?!\p{L}))/u,
  /(?<!\p{L})(?:расскажи|подскажи|объясни|поясни|опиши|перечисли|назови|сообщи|напомни|посоветуй|сравни|посчитай|рассчитай)\p{L}*/u,
  /^(?:do|does|did|is|are|can|could|will|would|should|may|have|has|am)\s/,
  /(?<!\p{L})(?:how|what|when|where|which|why|who|whom|whose)(?!\p{L})/u,
  /(?<!\p{L})(?:tell me|explain|describe|list|name the|give me|show me|compare|calculate|advise)(?!\p{L})/u,
];
