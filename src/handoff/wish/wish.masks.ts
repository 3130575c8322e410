const person =
  '(?:оператор|менеджер|консультант|специалист|сотрудник|администратор|диспетчер|представител|руководител|начальник)';
const kin =
  '(?:друг|подруга|муж|жена|коллега|мама|папа|брат|сестра|сын|дочь|сосед|соседка|знакомый|знакомая|клиент|он|она|они)';
const count =
  '(?:\\d+|один|одного|одному|два|две|двух|двоих|три|трех|троих|четыре|четырех|пять|пяти|шесть|шести|семь|семи|восемь|восьми|девять|десять|десяти|двадцать|сто|сколько|скольких|несколько|много|пару|каждого|количество|всех)';

/** Russian phrases about other people's operators, head counts, work, talk about what was said: no wish, whatever stands around them. */
const russianMasks: readonly RegExp[] = [
  `(?:мобильн|сотов|телефонн|интернет-|платежн|кабельн|видео|тур|теле|кино|кран|почтов)\\S*[ -]?оператор\\S*`,
  `(?:мой|моего|моему|моим|свой|своего|своему|своим|любой|любым|любому|какой|каким|какого|чей|разных|все|всех|всеми) (?:же )?оператор\\S*`,
  `оператор\\S* (?:связи|сотов\\S*|мобильн\\S*|билайн\\S*|мтс|мегафон\\S*|теле2|tele2|йота|yota|данных|колл\\S*|call\\S*|станка|камер\\S*|эвм|пк|сменил\\S*|поменял\\S*|фискальн\\S*)`,
  `(?:менеджер|диспетчер|администратор)\\S* (?:файл|парол|задач|загруз|устройств|пакет|проект|по продаж|по закуп|памят)\\S*`,
  `(?:вакансия|вакансии|вакансий|зарплат\\S*|работать|работаю|работал|работа|устроиться|стать|работу|должност\\S*|карьера|резюме|профессия|учиться|обучение|зарабатыва\\S*)(?: \\S+){0,2} (?:на )?${person}\\S*`,
  `(?:вам|вы|у вас)(?: ли)? (?:нужн|нужен|требу|ищете)\\S*(?: ли)?(?: \\S+)? ${person}\\S*`,
  `(?:требуются|требуется|нужны|нужен)(?: ли)? (?:вам|к вам|в ваш\\S*|у вас)(?: \\S+)? ${person}\\S*`,
  `(?<!ответ\\S*)(?<!помощ\\S*) (?:для|от|у|про|о|об|обо|насчет|за|под)(?: \\S+){0,2}? (?:${person}\\S*|человек\\S*|людей|людях|людям)`,
  `(?:спасибо|благодар\\S*|признателен)(?: \\S+){0,2} ${person}\\S*`,
  `(?:передай|передайте|передать)(?: \\S+){0,2} (?:спасибо|благодар\\S*|привет)[^.!?]*`,
  `${count}(?: \\S+)?,? (?:человек|люд)\\S*`,
  `(?:человек|люд)\\S*-\\S+`,
  `(?:друг(?:ой|ого|ому|им|ом)|втор(?:ой|ого|ому|ым)|эт(?:от|ого|ому|им)|пожил\\S*|стар(?:ый|ого|ому)|молод\\S*|близк\\S*|люб(?:ой|ого|ому|ым)|кажд\\S*|хорош\\S*|занят\\S*|больн\\S*|слеп\\S*|глух\\S*|ты|вы|как|первый|такой|права|фигур\\S*|тел\\S*) (?:человек|люд)\\S*`,
  `человек\\S* (?:с ограничен\\S*|дождя|в маске|муравей|невидимка)`,
  `(?:вызов|вызова|вызову|выезд|выезда|визит|визита|приезд|приезда|услуги) ${person}\\S*`,
  `${person}\\S* (?:[^.!?]{0,30} )?на дом\\S*`,
  `(?:^|[^а-я])${kin}\\S*(?: [^ .!?]+){0,3} (?:просил|попросил|хотел|звал|вызвал|соединил|потребовал|говорил)\\S*[^.!?]*`,
  `(?:вы|ты|это|я|тут|здесь|мне)(?: [^ .!?]+){0,4} или [^.!?]*`,
  `(?:^|[.!?] *)(?:а )?(?:вы|ты|это) (?:точно |правда |действительно |вообще |настоящ\\S* |жив\\S* |реальн\\S* )*(?:человек|люди|оператор|специалист|менеджер)\\S*`,
  `как (?:оценить|пожаловаться|работа\\S*|зовут)[^.!?]*`,
  `(?:когда|почему|зачем|как часто|сколько)(?: \\S+){0,2} (?:бот|робот)\\S* [^.!?]*`,
  `кто-нибудь,? (?:кто|из вас)[^.!?]*`,
  `есть ли у вас (?:жив|свобод)\\S* (?:отзыв|очеред)\\S*`,
  `(?:жив|реальн|настоящ)\\S* (?:отзыв|очеред|обо|фото|цен|скидк|вес|размер|цвет|кож|срок|стоимост|масс|объем|емкост)\\S*`,
  `(?:номер|телефон|почт|адрес|имя|фамили|фото|график|отзыв|ответ|мнени|счет на имя)\\S* (?:вашего |вашей )?${person}\\S*`,
  `(?:кресл|стол|микрофон|камер|гарнитур|пульт|наушник)\\S* (?:\\S+ )?${person}\\S*`,
  `старш\\S* (?:брат|сын|сестр|ребен|дет|доч|внук)\\S*`,
  `(?:подар|сюрприз|приз)\\S* (?:\\S+ )?(?:${person}|человек|людям)\\S*`,
].map((source) => new RegExp(source.replaceAll('\\S', '[^\\s.,!?;:]'), 'g'));

const worker = '(?:operator|agent|representative|rep|manager|supervisor|specialist|consultant|employee|technician)s?';

/** The same for English. */
const englishMasks: readonly RegExp[] = [
  `(?:travel|tour|mobile|phone|network|cell|cellular|carrier|machine|crane|boolean|modulo|logical|comparison|insurance|(?:real )?estate|cleaning|user|bleaching|letting|customs|secret|password|file|task|device|package|window|download|boot|product|project|property|hotel|personal|sports|literary|ticket|camera|drone|ai|undercover|booking|shipping)(?:'s)? ${worker}`,
  `(?<!(?:talk|speak|chat|connect me|transfer me) (?:to|with) (?:my |our |an |the )?)account ${worker}`,
  `(?:my|which|what|any network|each|every) operators?`,
  `${worker} (?:strings?|fees?|billing|jobs?|positions?|openings?|vacanc\\w+|salar\\w+|apps?|resources?|discounts?|errors?|samples?|codes?|roles?|networks?|of shield|symbols?|overload\\w*|licen[cs]es?|manuals?|panels?|seats?)`,
  `(?:become|becoming|work|working|job|hiring|hire|apply|applying|salary|career|position|vacancy|being|as)(?: (?:as|for|of|to be))?(?: (?:an?|the|support|customer|service|sales|any|your|new))* ${worker}`,
  `(?:${worker}|humans?) job`,
  `humans?[ -](?:resources?|rights?|errors?|body|bodies|readable|hairs?|made|detection|beings? rights|eyes?|faces?|size\\w*|skin|ears?|voices?|shape\\w*|machine)`,
  `(?:person|people|human|face|motion) (?:detect\\w+|counter|sensor|of the)`,
  `(?:detect|detects|see|sees|recogni[sz]e\\w*)(?: an?| the)? (?:humans?|person|people)`,
  `(?:\\d+|one|two|three|four|five|six|seven|eight|ten|twelve|twenty|many|most|more|few|several|per|each|every|another|other|different|elderly|older|old|young|nice|third|first|second|same|new|sick|blind|deaf|disabled|single|busy|lazy|right|wrong|tech|kind)[ -](?:person|people|humans?)`,
  `in[ -]person`,
  `(?:gifts?|presents?|phones?|toys?|cards?|something)(?: \\S+){0,2} for (?:an?|the|some)? ?(?:person|people|humans?|someone|somebody|anyone)`,
  `(?:someone|somebody|anyone|anybody) else(?:'s)?`,
  `without [^.!?,]*`,
  `instead of [^.!?,]*`,
  `\\b(?:talking|speaking|chatting|calling) (?:to|with) [^.!?,]*`,
  `(?:are|r) (?:you|u) (?:really |actually |even |just |still |like )*(?:an? )?(?:real|humans?|person|people|bot|robot|ai|machine|live|chatbot|operator|agent|representative|manager)[^.!?]*`,
  `am i (?:really |actually |now )?(?:talking|speaking|chatting|writing)[^.!?]*`,
  `(?:is|was) (?:this|it|that)(?: really| actually| even)? (?:an? )?(?:real|humans?|person|bot|live|robot|operator|agent)[^.!?]*`,
  `(?:do|does|did|how|when|why)(?: does| do| did| will)? (?:the|this|your) (?:bot|assistant|system|ai|chat)\\b[^.!?]*`,
  `(?:my (?:friend|wife|husband|mother|mom|mum|dad|father|son|daughter|brother|sister|colleague|neighbou?r|boss)|he|she|they|customers|some people)(?: \\S+){0,2} (?:want|wants|wanted|asked|tried|spoke|talked|needed|needs)\\b[^.!?]*`,
  `(?:thank|thanks|thank you|grateful|kudos)(?: \\S+){0,3} ${worker}`,
  `(?:when|what time|what hours|which hours|which days|how (?:long|many|often|fast|soon|much))\\b[^.!?]*(?:${worker}|humans?|people|person)[^.!?]*`,
  `(?:is|are)(?: \\S+){0,4} (?:available|online|working|there|around|open)(?: \\S+){0,3} (?:weekends?|sundays?|saturdays?|mondays?|holidays?|night|nights|24/7|evenings?)`,
  `(?:your|the|an?|our|that) ${worker} (?:told|said|says|promised|was|were|is|are|gave|asked|wrote|sent|has|had|did|does|didn't|doesn't|never|already|came|called|answered|helped|who|can|will|must|should|yesterday)\\b[^.!?,]*`,
  `(?:name|phone|number|email|e-mail|address|hours|schedule|rating|photo|opinion|review|signature) (?:of|for) (?:an?|the|your) ${worker}`,
  `how much[^.!?]*`,
  `i(?:'ll| will) (?:talk|speak|chat)[^.!?]*`,
  `(?:the|this|your) chat`,
].map((source) => new RegExp(`(?<![a-z])${source}(?![a-z])`, 'g'));

/** Roundabout ways to ask → the plain one. */
const asks: readonly (readonly [RegExp, string])[] = [
  [/\b(?:why )?(?:can|could|won|would|don|did|haven|isn|aren)'?t (?=you|i\b|we|someone|there|just|let)/g, 'is '],
  [/\bcan't (?=you|i\b|we|someone)/g, 'can '],
  [/\b(?:be|get|being|been|getting) (connect|transferr|forward|escalat|redirect|switch)ed/g, 'connect'],
  [/\b(?:looking|waiting|asking) for/g, 'want'],
  [/\b(?:insist on|prefer|how about|like) (?:talking|speaking|chatting)/g, 'want to talk'],
  [/\ba word with/g, 'talk with'],
];

/** Takes out of a Russian text what only sounds like a wish. */
export function maskRussian(text: string): string {
  const asked = text
    .replaceAll(/(?:получить |дождаться )?ответ[ау]? от (?=[а-я])/g, '')
    .replaceAll(
      /чтобы? (?:(?:мне|со мной|мной|мой|мою|вопрос|проблему|дело) )*(?:ответил|решал|решил|занимал|занял|посмотрел|говорил|общал|разговаривал|связал|помог|отвечал|писал|написал)[а-я]*/g,
      '',
    );
  return russianMasks.reduce((rest, mask) => rest.replaceAll(mask, ' нечто '), asked);
}

/** Takes out of an English text what only sounds like a wish; questions like "why can't I" are no negations. */
export function maskEnglish(text: string): string {
  const asked = asks.reduce((rest, [pattern, simple]) => rest.replaceAll(pattern, simple), text);
  return englishMasks.reduce((rest, mask) => rest.replaceAll(mask, ' something '), asked);
}
