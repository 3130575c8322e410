/** Words of which greetings, thanks and «I will look» are made: an answer that has hardly any others settles nothing. */
export const smallTalk: ReadonlySet<string> = new Set(
  `здравствуйте здравствуй привет приветствую добрый доброе доброго доброй день дня утро утра вечер вечера ночи спасибо благодарю
  пожалуйста извините простите прошу прощения до свидания хорошего всего доброго обращайтесь рады рада рад помочь могу чем меня зовут
  это оператор оператора служба поддержки поддержка на связи сейчас минуту минутку минуточку секунду секундочку момент немного
  подождите подожду ожидайте оставайтесь проверю проверяю проверим посмотрю смотрю посмотрим уточню уточняю уточним узнаю выясню
  вернусь напишу отвечу ответим передам передал передала вам вас вы ваш ваша ваше ваши мне мы нас наш коллег коллеги коллегам
  информацию информация вопрос вопросу вопросом хорошо понял поняла понятно ясно да нет ок окей конечно так вот уже еще ещё скоро
  и в во не на с со что как по за из у о об к для от бы же ли если то все всё что-то еще будет можно ли готово
  hello hi hey dear good morning afternoon evening day thanks thank please sorry welcome bye goodbye glad happy help can may how
  here this is am are my name operator support service team speaking moment minute second wait hold on just one let me check checking
  look looking into find out get back will shall be right with you your yours i we us our a an the and or to of for in at it that what
  ok okay sure yes no well understood got see soon now anything else`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
