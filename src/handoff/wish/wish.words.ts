/** The part that a word plays in a wish for a human; one letter each, so that a sentence becomes a string and a rule a pattern over it. */
export type Part =
  /** a worker of the owner: operator, agent, manager */
  | 'H'
  /** a human being, people */
  | 'C'
  /** live, real */
  | 'A'
  /** someone, anybody */
  | 'K'
  /** support as a department */
  | 'P'
  /** connect, call, transfer */
  | 'V'
  /** talk, speak */
  | 'T'
  /** give, get */
  | 'D'
  /** want, need */
  | 'W'
  /** may, can */
  | 'M'
  /** not */
  | 'N'
  /** without */
  | 'S'
  /** enough of */
  | 'Z'
  /** a bot */
  | 'B'
  /** is there, where is */
  | 'E'
  /** a preposition that leads to the human: to, with */
  | 's'
  /** says nothing, and is left out */
  | ' ';

const endings = (stem: string, ends: string): string => ['', ...ends.split(' ')].map((end) => stem + end).join(' ');
const worker = 'а у ом е ы ов ам ами ах';
const adjective = 'ый ой ого ому ым ом ая ую ые ых ыми';

const russian: Partial<Record<Part, string>> = {
  H: [
    ...['оператор', 'менеджер', 'консультант', 'специалист', 'администратор', 'супервайзер', 'диспетчер'].map((stem) =>
      endings(stem, worker),
    ),
    endings('сотрудник', `${worker} и ами`),
    endings('начальник', `${worker} и`),
    'операторша операторшу операторшей аператор аператора опиратар апиратор апиратора операторо оператр апператор манагера манагер',
    'представитель представителя представителю представителем представители представителей представителями',
    'руководитель руководителя руководителю руководителем руководства руководством руководству старшего старшему старшим',
  ].join(' '),
  C: 'человек человека человеку человеком человеке людей людям людьми люди чел чела челом чиловек чиловека чиловеком чловека чловек человечка живчика девушку девушка',
  A:
    ['жив', 'реальн', 'человеческ'].map((stem) => endings(stem, adjective).replace(/^\S+ /, '')).join(' ') +
    ' живим настоящий настоящего настоящему настоящим настоящие настоящих настоящими',
  K: ['нибудь', 'то', 'либо']
    .map((end) => ['кто', 'кого', 'кому', 'кем'].map((who) => `${who}-${end}`).join(' '))
    .join(' '),
  P: 'поддержка поддержку поддержкой поддержке поддержки техподдержка техподдержку техподдержкой техподдержке саппорт саппорта саппортом службой службу',
  V: [
    'соедините соедини соединить соединяйте соединяй соеденить соедените саедините саедени',
    'переключите переключи переключить переключайте переключай переключиться',
    'подключите подключи подключить подключиться подключится попросите попросить попроси подключайте подключай',
    'позовите позови позвать позват зовите зови звать пазовите позавите пазави',
    'вызовите вызови вызвать вызывайте вызывай пригласите пригласи пригласить приглашайте',
    'свяжите свяжи связать связь связи соединение переведите переведи перевести переводите переводи',
    'передайте передай передать верните верни ответьте ответь ответит пусть беспокоить побеспокойте кликните позовёте позовете',
    'соедини-ка подойдите подойди подойдет подзовите приведите',
  ].join(' '),
  T: 'поговорить поговорит пагаварит поговорю связатся пообщатся говорить разговаривать пообщаться общаться связаться побеседовать переговорить посоветоваться проконсультироваться обратиться достучаться дозвониться переписываться погаворить пагаварить пагаворить поговарить обсудить списаться созвониться',
  D: 'дай дайте давай давайте подайте даете дадите дадут',
  W: 'хочу хочется хотел хотела хотелось хотим нужен нужна нужно нужны надо необходим необходима необходимо необходимы требуется требую требуем желаю прошу жду нада нужин нужон стоит хотят буду будем мне-бы нуждаюсь охота',
  M: 'можно могу можете можешь могли мог могла можна нельзя можем',
  N: 'не ни никак',
  S: 'без безо',
  Z: 'хватит надоел надоели надоело достал достали достало заебал заебали задолбал задолбали убери уберите выключи выключите отключи отключите устал устала отстань долой',
  B: 'бот бота боту ботом боты ботов ботами боте робот робота роботу роботом роботы роботов роботами автоответчик автоответчика автоответчиком нейросеть нейросети нейросетью машиной железкой железяки железякой программой болванка болванкой чатбот чатбота чатботом чат-бот чат-бота чат-ботом',
  E: 'есть где ау куда',
  s: 'с со на к ко до в из',
  ' ': 'пожалуйста плиз плз пж пжл пжлст пожалуйсто пожалста срочно блин блять блядь бля сука суки нахуй нахер хуй черт ебаный гребаный долбаный чертов уже же ну а да и то ли бы мне меня нам нас мной моему наконец наконец-то здесь тут там сюда просто скорее быстрее быстро немедленно прямо сейчас всё-таки все-таки все таки пока вообще хоть хотя какого-нибудь какой-нибудь какому-нибудь любого любому свободный свободного свободные свободных вашего вашему вашим вашей ваших вашу ваш ваша чат чата чату чате линии линию ка будьте добры любезны добрый день вечер утро здравствуйте привет алло эй слышь спасибо нормального нормальным нормальный адекватного адекватным компетентного компетентным сам самого лучше опять снова очень тогда тоже слушай слушайте скажите подскажите хорошо ладно ок окей ваще час ебать',
};

const english: Partial<Record<Part, string>> = {
  H: 'operator operators agent agents representative representatives rep reps manager managers supervisor supervisors specialist specialists advisor adviser consultant consultants associate attendant csr employee staff opreator oparator operater agnet represntative supervizor superviser manger rep. boss technician',
  C: 'human humans person people persn perosn humna huamn hooman humam peron persun being beings',
  A: 'real live living actual breathing flesh-and-blood proper',
  K: 'someone somebody anyone anybody smeone somone',
  P: 'support helpdesk service care team',
  V: 'connect transfer escalate forward redirect route patch hand pass switch summon call contact reach touch page conect trasnfer tranfer through call-in complain ask',
  T: 'talk speak chat converse tlak speek takl spk',
  D: 'get give put gimme let have bring find send fetch lemme',
  W: 'want need prefer demand insist require rather wanna like looking waiting wanted requesting request wish wnat',
  M: 'can could may might',
  N: "not no dont don't doesn't cannot can't won't wouldn't never cant wont nor",
  S: 'without instead',
  Z: 'enough tired sick stop hate done fed',
  B: 'bot bots robot robots machine machines chatbot chatbots ai computer automated automation script',
  E: 'where',
  s: 'to too with w from of 2',
  ' ': "a an the me us please pls plz just now some any your this that i i'd i'm id im we you u my right away asap immediately damn damned fucking fuck fuckin bloody goddamn stupid freaking shit wtf hi hello hey ok okay actual actually really already then so and up back over in by chance be do would will should must possible possibly maybe am is it's there here around directly instead-of straight customer client different free available good morning afternoon evening dear thanks sorry oh ugh omg jesus christ sir madam yes at all honestly simply kindly finally again only",
};

function index(parts: Partial<Record<Part, string>>): ReadonlyMap<string, Part> {
  return new Map(
    Object.entries(parts).flatMap(([part, words]) => words.split(/\s+/).map((word) => [word, part as Part])),
  );
}

/** What each known word does in a Russian wish. */
export const russianParts = index(russian);

/** What each known word does in an English wish. */
export const englishParts = index(english);

/** Words of their own that are one letter away from a word of a wish. */
export const lookalikes: ReadonlySet<string> = new Set(
  'руководство позвоните позвонить оператив contract contracts contacts contacted connects connected transfers transferred switches twitch stitch supports supported manage manages managed persona persons peoples prefers demands required requires requested requests service services escalated escalates humane parson forwards redirects specialty wishes wants needed speaks talks reached director directs handy связка связаны передача передаче соединения верный верните-ка людская требуются вернуться хотели хотите reason season lesson'.split(
    ' ',
  ),
);
