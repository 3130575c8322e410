import { claimedDeeds, claimsUndone } from './deeds.rules';

const nothing = { said: [], told: [] };

describe('a claim that something was done', () => {
  it.each([
    'Забронировал!',
    'Готово, я забронировал для вас Синий зал на субботу.',
    'Ваша бронь подтверждена, ждём вас.',
    'Бронирование оформлено: суббота, с 14 до 17.',
    'Записала вас на 16:45.',
    'Отлично, зал за вами!',
    'Зал забронирован на ваше имя.',
    'Оплата прошла успешно.',
    'Всё оплачено, спасибо!',
    'Я принял вашу оплату.',
    'Вернул вам деньги на карту.',
    'Вашу бронь я отменил.',
    'Бронь отменена.',
    'Перенёс вашу бронь на воскресенье.',
    'Изменил время брони на 15:00.',
    'Отправил вам ссылку на оплату.',
    'Заявка принята, менеджер всё знает.',
    'Зал забронирован.',
    'Booked!',
    'Done, I have booked the loft for Saturday.',
    "I've just reserved the Blue Hall for you.",
    'Your booking is confirmed.',
    'Your reservation has been made.',
    "You're all set for Saturday.",
    'Payment received, thank you.',
    'It is paid.',
    'I have refunded your deposit.',
    'I have cancelled your booking.',
    'Your booking has been cancelled.',
    "I've moved your booking to Sunday.",
    'Your time has been changed to 15:00.',
    "I've sent you the payment link.",
    'The hall is now booked.',
  ])('is seen: %s', (text) => {
    expect(claimsUndone(text, nothing)).toBe(true);
  });

  it.each([
    'Забронировать зал можно через меня.',
    'Чтобы забронировать зал, назовите дату и время.',
    'Хотите, чтобы я забронировал Синий зал?',
    'Когда вы подтвердите, зал будет забронирован.',
    'Бронь считается подтверждённой после оплаты.',
    'Пока ничего не забронировано.',
    'Бронь ещё не оплачена.',
    'Если бронь отменена за сутки, деньги возвращаются.',
    'Оплаченную бронь можно перенести.',
    'Неоплаченные брони отменяются через три дня.',
    'Проверьте данные и нажмите «Подтвердить».',
    'Бронь оформлена вами?',
    'Бронь не отменена.',
    'Предоплата 50% принимается картой.',
    'Оплатить можно по ссылке.',
    'После оплаты бронь подтверждается автоматически.',
    'Бронь отменена, если она не оплачена за три дня [1].',
    'Опоздали на час — зал забронирован за вами до прежнего конца. [1] Деньги получены не будут. [1]',
    'Your table is booked until ten. [1] Late guests are welcome. [2]',
    'Отправьте мне имя и телефон.',
    'Подтверждение придёт на почту.',
    'Зал вмещает 40 гостей, есть проектор.',
    'Я подготовлю бронь, а вы её проверите.',
    'You can book the hall right here.',
    'Would you like me to book it?',
    'Once you confirm, the hall will be booked.',
    'Nothing has been booked yet.',
    'Your booking is not paid yet.',
    'If a booking is cancelled a day before, the money is returned.',
    'Paid bookings can be moved.',
    'A booking is confirmed after payment.',
    'Shall I cancel your booking?',
    'Press “Confirm” and I will book it.',
    'Please tell me the date, the time and your name.',
    'The booking must be paid within three days.',
    'You will get a confirmation by e-mail.',
  ])('is not seen where there is none: %s', (text) => {
    expect(claimedDeeds(text)).toEqual(new Set());
  });

  it('is true where it was said before', () => {
    const said = ['Бронь создана: Синий зал, суббота. Оплатите её по ссылке.'];
    expect(claimsUndone('Да, ваша бронь подтверждена.', { said, told: [] })).toBe(false);
    expect(claimsUndone('Да, бронь оплачена.', { said, told: [] })).toBe(true);
  });

  it('is true where a tool has told it', () => {
    expect(claimsUndone('Да, бронь оплачена.', { said: [], told: ['Статус: оплачена'] })).toBe(false);
    expect(claimsUndone('Your booking is paid.', { said: [], told: ['Booking 12: paid'] })).toBe(false);
    expect(claimsUndone('Your booking is paid.', { said: [], told: ['Booking 12: not paid'] })).toBe(true);
    expect(claimsUndone('Your booking is paid.', { said: [], told: ['Booking 12: awaits payment'] })).toBe(true);
    expect(claimsUndone('У вас забронирован Синий зал.', { said: [], told: ['Ваши брони: Синий зал'] })).toBe(false);
    expect(claimsUndone('Я отменил вашу бронь.', { said: [], told: ['Ваши брони: Синий зал'] })).toBe(true);
  });

  it('is no claim about somebody else’s time once the calendar was looked at', () => {
    const taken = 'В субботу с 14 до 17 зал забронирован, свободно с 18:00.';
    const told = ['Свободно: 18:00–24:00'];
    expect(claimsUndone(taken, { said: [], told })).toBe(false);
    expect(claimsUndone(taken, nothing)).toBe(true);
    expect(claimsUndone('Забронировал для вас зал с 18:00.', { said: [], told })).toBe(true);
  });
});
