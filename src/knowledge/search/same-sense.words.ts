/** Words that people take for each other when they ask, a group a line. */
export const sameSense = `
  begin start commence launch
  end finish stop cease
  big large great huge
  small little tiny
  buy purchase acquire
  sell vendor
  cost price expensive fee pay charge
  make produce manufacture create
  build construct erect
  destroy ruin demolish
  get receive obtain gain
  give provide supply
  show display exhibit
  use employ utilize
  help assist aid support
  need require necessary
  want wish desire
  country nation state
  city town
  ship vessel boat
  car automobile vehicle
  plane aircraft airplane
  king monarch ruler
  leader head chief
  war conflict
  battle fight combat
  kill murder assassinate
  die perish
  illness disease sickness
  doctor physician
  job work occupation profession
  worker employee labourer
  money fund finance
  rich wealthy
  poor poverty
  amount quantity number
  part portion share fraction
  percent percentage proportion share
  area region zone territory
  place location site located situated
  area size
  kind type sort
  main primary chief principal major
  first initial original earliest
  last final
  new recent modern
  old ancient
  fast quick rapid speed
  quick swift
  reason cause why
  result effect consequence outcome
  change alter modify
  increase rise grow
  decrease decline reduce fall drop
  join unite merge
  divide split separate
  choose select pick elect
  teach educate instruct
  student pupil
  school college university
  film movie
  book novel
  writer author
  song music
  picture image painting
  house home residence
  live reside inhabit
  people population inhabitants
  occur happen
  discover find detect
  invent devise
  move relocate transfer
  travel journey trip
  forbid ban prohibit
  allow permit
  win victory defeat beat
  goal aim purpose
  plan scheme
  law rule legislation
  fear afraid
  believe think consider
  near close
  many numerous
  error mistake
  different distinct
  similar alike resemble
  important significant
  famous known renowned
  return refund
  delivery shipping
  phone telephone
  annual yearly year
  большой крупный огромный
  маленький небольшой мелкий
  главный основной
  построить возвести соорудить
  разрушить уничтожить
  начать приступить стартовать
  закончить завершить
  город столица
  страна государство
  король монарх правитель
  император царь
  война конфликт
  битва сражение бой
  убить казнить
  болезнь заболевание
  врач доктор
  работа труд занятие
  деньги средства
  стоить цена стоимость
  платить оплата оплатить
  часть доля
  процент доля
  область регион территория
  место расположен находится местоположение
  вид тип
  причина почему из-за
  результат итог следствие
  изменить поменять
  увеличить повысить вырасти
  уменьшить снизить сократить
  ученый исследователь
  ученик студент
  фильм кино картина
  книга роман произведение
  писатель автор
  дом здание
  житель население
  происходить случиться
  изобрести придумать
  переехать переселиться
  путешествие поездка
  запретить запрет
  разрешить позволить
  цель задача
  закон правило
  известный знаменитый
  разный различный
  похожий сходный
  важный значимый
  скорость быстрый
  машина автомобиль
  самолет воздушный
  корабль судно
  дать предоставить
  получить приобрести
  вернуть возврат
  доставка привезти доставить
  телефон звонить позвонить
  основать учредить создать
  применять использовать
  состоять входить
  древний старинный
  современный нынешний
  смерть гибель кончина
`;
