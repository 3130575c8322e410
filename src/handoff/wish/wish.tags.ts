/**
 * What a word is to a wish for a human, one letter each, so that the model learns from the shape of a sentence as well as from its words:
 * «соедините меня с оператором» and «свяжите нас с кем-то из сотрудников» look alike. Wider than the parts of the rules (wish.words.ts):
 * here a word may mislead, since the model weighs it. Lower-case letters are the same in the past tense.
 */
type Tags = Readonly<Record<string, string>>;

/** Russian: beginnings of words; `=` before a word means the whole word. */
const russian: Tags = {
  // a worker, by whatever title
  H: 'оператор опиратор аператор опертор оперетор менеджер мененджер менаджер манагер консультант специалист спецалист админ =спец =спеца =спецу сотрудни работни управляющ директор начальни начальств руководител руководств старш главн супервайзер диспетчер представител инженер техник технар мастер эксперт юрист бухгалтер агент куратор координатор ответственн дежурн коллег персонал хозяин хозяй владел операционист кассир продав врач доктор регистратур секретар ассистент помощник поддержк техподдержк саппорт суппорт support служб отдел подразделени линию линия линии смен модератор кадров бригадир логист провизор фармацевт менедж шеф босс боссу вышестоящ профессионал сантехник электрик монтер установщик администрац =лицо уполномоч заведующ заведующу айтишник программист разработ девопс =админ сисадмин сетевик вахт сторож охран риелтор риэлтор страховщик кредитник методист тренер учител преподавател воспитател грумер ветеринар ветврач =вет медсестр стоматолог педиатр терапевт лаборант аптекар повар пекар официант бармен хостес банкетн флорист швея портн закройщ мастериц парикмахер стилист визажист фотограф аниматор ведущ организатор водител таксист курьер кладовщик комплектов приемщик сборщик замерщик дизайнер архитектор прораб сантех газовщик монтажник ремонтник слесар кассирш товаровед методолог деканат декан ректор завуч библиотек экскурсовод гид турагент турмен проводник стюард пилот диспетчерск бухгалтери юротдел кредитн абонентск претензионн =первой =второй =третьей операторш опер =опера =оперу =опером сап саппу саппа сапорт суппу хелпдеск хелпер сотруд работник служащ кадр спецы =спецов взросл внутренн управ зав завед шефа старшой девчат ребят пацан мужик тетеньк дяденьк дядь теть',
  // a human being
  C: 'человек человечк человеч чиловек чилавек чловек челавек челове люд =чел =чела =челу =челик живчик девушк парн мужчин женщин персон собеседник душа душу =мозгами мозг разум хуман хьюман =чилу чилик кожан голос глаза живност гомосапиенс двуног',
  A: 'жив реальн настоящ натуральн нормальн адекватн толков вменяем компетентн белков =кожаный',
  K: '=кто =кого =кому =кем кто-нибудь кого-нибудь кому-нибудь кем-нибудь кто-то кого-то кому-то кем-то кто-либо кого-либо кому-либо кем-либо ктонибудь ктото кто-нить кто-нибуть =нибудь =ктонить любой =кто-нить каво-нибудь кавонибуть кавонибудь каво =каво =ково ковонибудь ково-нибудь кто-нть =ктонибудь =кого-то',
  V: 'соедин соеден саедин переключ подключ позов позв зови зову вызов вызыв пригла свяж связ связыв перевед перевес перевод переброс перекин передай передат переадрес отправ направ верни выведи вывед пусть =пускай подойд подзов кликн приведи присоедин состыку сконнект законнект маякн дёрн дерн эскалир вмеша вмеши включи посмотри разберется разберет займет подтян отклик откликн коммутир скоммутир скинь скинте перекиньте вытащи приведите кличьте кликайте выведите выйди выходи покажит отзов призыв призов призва тегн пингани пинган свистн свисни катапульт роут рубан врубит врубай коннект',
  T: 'поговор говор поговар погавар пагавар разговор разговар пообща обща побеседов бесед переговор перетер посоветов проконсульт обратит обраща достуч дозвон списа обсуд пообсуд потолков потрепат поболта пояснит объяснит объясн решать решил решить разобра созвон трещ балак чатит общен консультац консультир разговора диалог беседу объясни поясн растолк выслуша услыша',
  D: 'дай дайте дава давай подай дадите дадут даете предоставь предоставьте пришли присыл найди найти выдай отдай =дать кинь подгон подгони предостав обеспеч запрос даешь гони подавай',
  W: 'хоч хотел хотим хотя хотят хотение нуж =надо =нада необходим требу жела прошу прос попрос жду ждем ждат настаива предпочит =бы мечта нужд нуждаю стоит лучш =охота буду будем можн можно- =нужон =нужен =нужин нжен нид хач хчу желат требов пора',
  M: 'можно могу можете можешь могли мог могла можна нельзя возможн получит получится вариант реально',
  N: '=не =ни =нет =никак =никакой нету незачем никогда неохота =нечего ненадо =неа =хва =нетушки =никого =ничего =отнюдь =никаких =никакого =никакие =никаким',
  S: '=без =безо вместо кроме =мимо обойд обойти',
  Z: 'хватит надоел достал заеб задолб убери убер выключи отключи отключит устал отста отстань долой зае задра бесит бесиш доконал тупой тупая тупые тупиш туп глуп бесполез бестолк идиот дурак кретин сыт отмен отбой передума забуд случайн нечаян кончай завязыв закруг болталк калькулятор чайник тостер утюг',
  B: 'бот бота боту ботом боты ботов ботами боте робот автоответчик нейросет нейронк машин железк железяк программ болванк чатбот чат-бот алгоритм скрипт шаблон автомат компьютер искусствен ии =ии =gpt автоматическ электронн программа программой автоматич искусственн интеллект нейро заготовк шаблонн автоответ =жпт чатжпт алис сири попуга кофевар пылесос',
  E: '=есть где =ау куда =эй =алло =але имеется остал сидит там =онлайн =живы =тут =здесь =там =остались',
  s: '=с =со =на =к =ко =до =в =из =у =за =по =от =для =про =о =об',
  I: '=я =мне =меня =мной =мною =нам =нас =нами =мы =мой =моя =мою =моей =моим =моё =мое =наш',
  Y: '=вы =вам =вас =вами =ваш вашего вашему вашим вашей ваших вашу ваша ваши =ты =тебя =тебе =тобой =твой твоего твоим',
  X: '=он =она =они =ему =ей =им =его =её =ее =их муж жена жену женой мама папа брат сестр сын доч сосед знаком друг подруг ребен бабушк дедушк кто-кто тещ свекр',
  Q: '=сколько =как =какой =какая =какие =каких =когда =почему =зачем =чем =что =чего =где =который =откуда =чей',
  F: '=если =когда-нибудь =потом позже =завтра иначе =тогда =пока =вдруг =ли понадоб потребу следующ =захочу захот =случись соберусь =вечером =буду',
  L: 'вчера позавчера сказал говорил обещал обеща ответил звонил писал был была были уже прошл недавно утром раньше помог помогла назад попросил просил перезвонил уверял утвержда объяснил обращал общал решен заработал разобрал разобрался закрыт подписал =спасибо нашел нашла нашлось пришл',
  O: 'мобильн сотов телефонн туристич туропер страхов недвиж банковск отел гостиниц такси билайн мегафон мтс теле2 tele2 йота yota фискальн почтов видео кран турист агентств машинист крановщ тележк камер игр персонаж агентск',
  J: 'ваканс зарплат резюме устрои работат работа собеседован стажиров профессия должност карьер оклад трудоустр обучен требуетс',
  G: 'спасиб благодар здравств привет добр извини прости пожалуйст плиз =плз =пж пжл',
  R: 'срочно немедлен быстр скорее сейчас щас =ща прямо наконец сразу',
  U: '=один =одного =два =двух =две =двоих =три =трех =троих четыре четвер пять пятер пяти шесть шестер шести семь семер семи восемь восьм девять десят двадцат сто несколько пару много количеств =каждого',
  c: 'позвони перезвони звон набер набрат наберит ответ отпиш напиши написал пиши свяжит телефон номер обратн трубк контакт мессендж',
  q: '=цитата =сказали =пишет =написано фраз слов песн фильм книг цитат',
};

/** English: whole words; regular endings are taken off. */
const english: Tags = {
  H: 'operator opertor operater oprator agent agnet representative reprsentative representitive rep manager manger supervisor superviser supervizor specialist advisor adviser consultant associate attendant employee staff worker clerk officer technician technican engineer enginere tech colleague coworker teammate member assistant coordinator handler caseworker dispatcher dispatch receptionist expert professional banker underwriter broker lawyer accountant boss director head lead chief owner admin administrator moderator mod executive personnel crew senior duty team department dept desk support suport helpdesk service care office branch tier level management manangement superior higher-up higher-ups whoever csr salesperson seller merchant host concierge nurse doctor pharmacist mechanic driver courier teller cashier steward trainer tutor teacher counsellor counselor adjudicator escalation front-desk back-office frontline agents reps line reception vet doc dr chef waiter waitress baker florist librarian groomer coach instructor dietician nutritionist therapist dentist surgeon gp midwife carer nanny babysitter plumber electrician installer fitter repairman surveyor inspector planner organiser organizer stylist hairdresser barber photographer dj tailor seamstress curator guide principal headmaster headteacher secretary registrar professor lecturer dean mods gm dev devs developer programmer sysadmin it-guy techie analyst auditor solicitor attorney notary paralegal bookkeeper stewardess purser captain pilot conductor stationmaster guard security policeman trader dealer realtor landlady keeper ranger undertaker salesman saleswoman shopkeeper storekeeper buyer supplier vendor merchandiser picker packer loader mover gardener cleaner housekeeper maid porter bellboy janitor caretaker warden superintendent foreman bosses superiors seniors deputy vice president ceo cto coo vp hr payroll compliance billing accounts sales logistics returns refunds retention helpline hotline frontdesk backoffice claims underwriting fraud mortgages lending cs agetn colleagues workers officials staffer staffers humanoid employees teammates members coworkers folks handlers adjuster adjusters assessor brokers caseworkers advisors advisers counsellors recepsionist speshalist oparator opperator agnt angent aget',
  C: 'human humna humman huamn person persn persun personn people being men man woman guy girl lady gentleman fellow folk soul bloke dude brain pulse heartbeat mortal homo sapiens flesh blood voice face eyes hooman human-being humans hoomans hoomin huiman umans ppl peeps souls lass lad chap geezer dudes guys ladies gentlemen boy uncle aunty adult adults homosapiens persona mammal creature carbon lifeform hmn hum4n h00man earthling',
  A: 'real reel live liv living actual alive breathing human-like flesh-and-blood proper genuine authentic competent qualified carbon-based warm',
  K: 'someone somebody anyone anybody smeone somone soemone sumone sombody any1 some1 anyon someon one smb sb sm1 sum1 sumbody somebdy who',
  V: 'connect conect conncet transfer trasnfer transfr escalate forward redirect route patch hand pass switch swich summon call contact reach touch page through thru call-in refer link hook loop bring raise flag assign escalat join step jump take takeover handle look check review read answer reply respond help serve deal sort assist fix reconnect forwarded bump kick sling chuck toss ping tag handover hand-over reassign involve intervene',
  T: 'talk tlak tolk takl speak speek speka spek chat converse discuss talkto conversation word speech dialogue natter gab meet consult tell explain ask chatting livechat',
  D: 'get give gimme giv put let lemme have fetch find send grab provide show getting gimmie gib giving brought',
  W: 'want wnat wan wanna need ned prefer demand insist require rather like love wish looking waiting request requesting expect hope appreciate please pls plz plse must gotta urgently desperate asking beg wana needs deserve better time wanting whish wud wld cud ready',
  M: 'can cna could may might possible able would will any chance should shall',
  N: "not no dont don't doesn't doesnt cannot can't won't wouldn't never cant wont nor isn't isnt ain't nothing neither nobody none nope nah nay without aint needn't unneeded unnecessary",
  S: 'instead except avoid skip',
  Z: 'enough tired sick stop hate done fed fucking fuck stupid useless dumb idiot shit damn crap sucks annoying hopeless pointless rubbish garbage ridiculous bloody wtf ffs bullshit worthless screw quit refuse cancel forget nevermind leave drop ignore stopp looping circles bored hell',
  B: 'bot robot machine chatbot ai computer automated automation script algorithm software program robbot bott artificial gpt llm automaton canned auto recording chatgpt toaster tin tincan calculator siri alexa machine-made answering copy-paste copypaste template templates pre-written android cyborg app-bot botty bots autoreply auto-reply robo',
  E: 'where there here home around available online awake hello hallo hey present ahoy knock',
  s: 'to too with w from of at on in by for about over into onto via 2 wiht',
  I: "i me us my i'd i'm im i've id we our mine i'll ive ill",
  Y: 'you your u ur yours yuor yur ya y',
  X: 'he she they him her them his their friend wife husband mother mom mum dad father son daughter brother sister neighbour neighbor landlord tenant customer client guest kid kids child children grandma grandmother parent parents cousin aunt roommate flatmate girlfriend boyfriend',
  Q: 'how what which when why whose whom many much often long does do did is are',
  F: 'if later tomorrow next otherwise unless before once until eventually someday maybe case whenever after then another future perhaps',
  L: 'yesterday last ago was were had told said says promised spoke talked asked already earlier previous previously been wrote helped called answered gave friday monday tuesday wednesday thursday saturday sunday week month morning tonight solved sorted fixed resolved thanked got recently',
  O: 'travel tour mobile phone network cell carrier crane forklift insurance estate letting leasing cleaning customs secret password file task device package product project property hotel personal sports literary ticket camera drone shipping freight bank account relationship user backup logical boolean ternary taxi airline window boot download store zoo film movie play game costume radio tower garden gold tree chair manual drum',
  J: 'job jobs work vacancy vacancies salary salaries career hire hiring position become apply applying application role cv resume interview recruit training qualification licence license volunteer volunteers wages shift shifts intern internship ambassador recruiter',
  G: 'thank thanks thx cheers hi good dear sorry welcome goodbye bye evening afternoon grateful kudos kind nice great lovely',
  R: 'now asap immediately urgent right away quickly quick finally today straight directly just pronto',
  U: 'two three four five six seven eight nine ten twelve twenty several few dozen both couple per each every',
  c: 'ring callback call-back email mail dial bell telephone number text message callme cal',
  q: 'quote quoted phrase translate translation song book meaning mean define spell written letter',
};

const tables = { ru: indexed(russian), en: indexed(english) };

function indexed(tags: Tags): ReadonlyMap<string, string> {
  const index = new Map<string, string>();
  for (const [tag, words] of Object.entries(tags)) {
    for (const word of words.split(' ')) if (!index.has(word)) index.set(word, tag);
  }
  return index;
}

/** The tag of a Russian word, or `o`. */
export function russianTag(word: string): string {
  const whole = tables.ru.get(`=${word}`);
  if (whole !== undefined) return whole;
  for (let length = word.length; length > 1; length -= 1) {
    const tag = tables.ru.get(word.slice(0, length));
    if (tag !== undefined) return isRussianPast(word) ? tag.toLowerCase() : tag;
  }
  return 'o';
}

function isRussianPast(word: string): boolean {
  return /(?:л|ла|ло|ли)(?:с[ья])?$/.test(word);
}

/** The tag of an English word, or `o`. */
export function englishTag(word: string): string {
  const tag = tables.en.get(word);
  if (tag !== undefined) return tag;
  const stem = /^(.{3,}?)(?:s|es|'s|ing|ed|er|ers)$/.exec(word)?.[1];
  const found = stem === undefined ? undefined : (tables.en.get(stem) ?? tables.en.get(`${stem}e`));
  if (found === undefined) return 'o';
  return word.endsWith('ed') ? found.toLowerCase() : found;
}
