/** Forms of one word that no stemmer brings together, a word a line; a form stands for all that stem alike. */
export const sameWord = `
  arise arose arisen
  awake awoke awoken
  bear bore borne born birth
  beat beaten
  become became
  begin began begun beginning
  bend bent
  bind bound
  bite bit bitten
  blow blew blown
  break broke broken
  breed bred
  bring brought
  build built building
  burn burnt
  buy bought
  catch caught
  choose chose chosen choice
  cling clung
  come came
  creep crept
  deal dealt
  deep depth
  die death dead died dying
  dig dug
  draw drew drawn
  drink drank drunk
  drive drove driven
  dwell dwelt
  eat ate eaten
  fall fell fallen
  feed fed food
  feel felt
  fight fought
  find found
  flee fled
  fly flew flown flight
  forbid forbade forbidden
  forget forgot forgotten
  freeze froze frozen
  get got gotten
  give gave given
  go went gone
  grow grew grown growth
  hang hung
  hear heard
  hide hid hidden
  high height
  hold held
  keep kept
  know knew known knowledge
  lay laid
  lead led
  leave left
  lend lent loan
  lie lay lain
  light lit
  live life lives
  long length
  lose lost loss
  make made
  mean meant
  meet met
  pay paid payment
  ride rode ridden
  ring rang rung
  rise rose risen
  run ran
  say said
  see saw seen sight
  seek sought
  sell sold sale
  send sent
  shake shook shaken
  shine shone
  shoot shot
  show shown
  shrink shrank shrunk
  sing sang sung song
  sink sank sunk
  sit sat
  sleep slept
  speak spoke spoken speech
  spend spent
  spin spun
  spring sprang sprung
  stand stood
  steal stole stolen theft
  stick stuck
  strike struck stricken
  strong strength
  swear swore sworn
  sweep swept
  swim swam swum
  swing swung
  take took taken
  teach taught
  tear tore torn
  tell told
  think thought
  throw threw thrown
  understand understood
  wake woke woken
  wear wore worn
  weave wove woven
  weigh weight
  wide width
  win won winner
  wind wound
  write wrote written
  child children
  foot feet
  goose geese
  man men
  mouse mice
  person people
  tooth teeth
  woman women
  half halves
  wife wives
  wolf wolves
  knife knives
  leaf leaves
  thief thieves
  bacterium bacteria
  phenomenon phenomena
  criterion criteria
  datum data
  medium media
  analysis analyses
  good better best
  bad worse worst
  far farther furthest distance
  one first 1 1st
  two second 2 2nd twice
  three third 3 3rd
  four fourth 4 4th
  five fifth 5 5th
  six sixth 6 6th
  seven seventh 7 7th
  eight eighth 8 8th
  nine ninth 9 9th
  ten tenth 10 10th
  eleven eleventh 11 11th
  twelve twelfth 12 12th
  france french
  spain spanish
  england english
  britain british
  greece greek
  poland polish
  sweden swedish
  denmark danish
  turkey turkish
  netherlands dutch holland
  wales welsh
  ireland irish
  scotland scottish
  china chinese
  portugal portuguese
  switzerland swiss
  человек люди людей людям людьми
  год лет годом
  ребенок дети детей детям детьми
  идти шел шла шли идет иду
  уйти ушел ушла ушли уход
  прийти пришел пришла пришли приход
  выйти вышел вышла вышли выход
  войти вошел вошла вошли вход
  найти нашел нашла нашли находка
  взять брать взял возьмут берет
  сказать говорить
  хороший лучше лучший
  плохой хуже худший
  большой больше крупнейший наибольший
  маленький меньше наименьший
  родиться рожден рождение родился родилась родились урожденный
  умереть умер умерла умерли смерть скончался скончалась
  погибнуть погиб погибла гибель
  вести вел вела вели ведет ведение
  нести нес несла несли
  расти рос росла росли рост вырос
  лечь лег легла
  сесть сел села
  есть ел ела едят еда
  писать пишет пишут написал
  жить живет жил жизнь житель проживать
  петь поет пел певец песня
  пить пьет пил питье
  бить бьет бил битва
  строить строят постройка построить строительство
  купить покупать покупка
  продать продавать продажа
  начать начинать начало начался началась начались
  кончить кончаться конец закончить окончить окончание
  дать давать дал дает
  создать создавать создание создал
  победить победа победитель
  война воевать военный
  царь царский
  король королева королевство королевский
  князь княжеский княжество
  день дни дней днем
  мать матери
  дочь дочери
  сын сыновья
  брат братья
  друг друзья
  отец отцы отца
  сон сны
  лед льда льды ледяной
  огонь огня
  отличие отличаться отличать
  использовать использование
  двигать движение двигаться двинуть
  открыть открывать открытие
  закрыть закрывать закрытие
  изобрести изобретать изобретение изобрел изобрели
  приобрести приобретать приобретение приобрел
  произвести производить производство
  перевести переводить перевод
  получить получать получение
  решить решать решение
  исследовать исследование исследователь
  высокий высота
  глубокий глубина
  широкий ширина
  длинный длина
  тяжелый вес весить
  быстрый скорость
  один первый 1
  два две второй двое дважды 2
  три третий трое трижды 3
  четыре четвертый 4
  пять пятый 5
  шесть шестой 6
  семь седьмой 7
  восемь восьмой 8
  девять девятый 9
  десять десятый 10
  век века столетие
  греция греческий грек греки
  франция французский француз
  германия немецкий немец немцы германский
  англия английский англичанин англичане британский великобритания
  польша польский поляк
  турция турецкий турки
  испания испанский испанец
  италия итальянский итальянец
  сша америка американский американец
  китай китайский китаец
  россия русский российский россияне
  мусульманин ислам исламский
  христианин христианство христианский
`;
