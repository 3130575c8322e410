import { wholeText } from '../answer';
import { type ChatMessage, readChatRequest } from '../chat-request';
import { act } from './acting';

const string = { type: 'string' };
const tool = (name: string, given: readonly string[], description = '') => ({
  type: 'function' as const,
  function: {
    name,
    description,
    parameters: {
      type: 'object',
      properties: Object.fromEntries(given.map((one) => [one.replace('?', ''), string])),
      required: given.filter((one) => !one.endsWith('?')),
    },
  },
});
const booking = ['hall', 'date', 'start', 'end', 'name', 'phone'];
const tools = [
  tool('get_halls_data', []),
  tool('get_hall_info', ['hall']),
  tool('get_hall_price', ['hall']),
  tool('get_bookings_by_date', ['hall', 'date']),
  tool('get_free_times', ['hall', 'date']),
  tool('generate_booking_info', booking),
  tool('create_booking_info', booking),
  tool('cancel_booking', ['date?']),
  tool('get_order_status', ['order_number'], 'Where an order is, by its number. Статус заказа по номеру заказа.'),
  tool('hand_over', ['reason']),
];
const prompt = 'Сегодня пятница, 18.06.2027.\nЗалы: Синий зал (Blue hall), Лофт (Loft), Большой зал (Grand hall).';

type Line = string | { readonly bot: string } | { readonly tool: string };

function ask(lines: readonly Line[], options: object = {}) {
  const messages = lines.map((line) => {
    if (typeof line === 'string') return { role: 'user', content: line };
    if ('bot' in line) return { role: 'assistant', content: line.bot };
    return { role: 'tool', content: line.tool, tool_call_id: 'one' };
  });
  const system: Pick<ChatMessage, 'role' | 'content'> = { role: 'system', content: prompt };
  const request = { model: 'stand-in', messages: [system, ...messages], tools, ...options };
  return act(readChatRequest(request), { signed: true });
}

function callsOf(...lines: readonly Line[]) {
  return ask(lines)?.toolCalls.map((call) => [call.name, JSON.parse(call.arguments)]);
}

function saidOf(...lines: readonly Line[]) {
  const answer = ask(lines);
  return answer && wholeText(answer);
}

describe('what the stand-in calls by itself', () => {
  const whole = { hall: 'Синий зал', date: 'суббота', start: '14:00', end: '17:00', name: 'Иван' };

  it.each<[string, string, object]>([
    ['Какие у вас есть залы?', 'get_halls_data', {}],
    ['Which halls do you have?', 'get_halls_data', {}],
    ['Сколько стоит час в лофте?', 'get_hall_price', { hall: 'Лофт' }],
    ['How much is the grand hall per hour?', 'get_hall_price', { hall: 'Grand hall' }],
    ['Сколько стоят залы?', 'get_halls_data', {}],
    ['Свободен ли лофт 20 июня?', 'get_free_times', { hall: 'Лофт', date: '20.06' }],
    ['Is the blue hall free tomorrow?', 'get_free_times', { hall: 'Blue hall', date: 'tomorrow' }],
    ['Когда занят синий зал в субботу?', 'get_bookings_by_date', { hall: 'Синий зал', date: 'суббота' }],
    ['Покажите залы', 'get_halls_data', {}],
    ['Что занято в большом зале 28 ноября?', 'get_bookings_by_date', { hall: 'Большой зал', date: '28.11' }],
    ['Расскажите про большой зал', 'get_hall_info', { hall: 'Большой зал' }],
    ['How many guests does the loft take, what is its capacity?', 'get_hall_info', { hall: 'Loft' }],
    ['Отмените, пожалуйста, мою бронь', 'cancel_booking', {}],
    ['Where is order A-1042, what is its status?', 'get_order_status', { order_number: 'A-1042' }],
    [
      'хочу забронировать синий зал на субботу с 14 до 17, Иван, +7 900 123-45-67',
      'generate_booking_info',
      { ...whole, phone: '+7 900 123-45-67' },
    ],
    [
      'Please book the loft for Saturday 2–5 pm, John Smith, +44 20 7946 0958',
      'generate_booking_info',
      { hall: 'Loft', date: 'Saturday', start: '14:00', end: '17:00', name: 'John Smith', phone: '+44 20 7946 0958' },
    ],
    [
      'Снять синий зал завтра на 2 часа с 15:00, Пётр, 8 (916) 123-45-67',
      'generate_booking_info',
      { ...whole, date: 'завтра', start: '15:00', name: 'Пётр', phone: '8 (916) 123-45-67' },
    ],
    [
      'Book Grand Hall on 2026-12-05 18:00-22:00 for Alice Cooper +442079460958',
      'generate_booking_info',
      {
        hall: 'Grand hall',
        date: '2026-12-05',
        start: '18:00',
        end: '22:00',
        name: 'Alice Cooper',
        phone: '+442079460958',
      },
    ],
  ])('%s', (text, name, given) => {
    expect(callsOf(text)).toEqual([[name, given]]);
  });

  it.each([
    'Есть ли у вас парковка?',
    'Is parking free?',
    'Как отменить бронь?',
    'What is your cancellation policy?',
    'Как забронировать зал?',
    'Сколько стоит кейтеринг?',
    'Можно ли с собакой?',
    'Здравствуйте!',
    'Спасибо, всё понятно',
    'What is the status?',
    'Где мой заказ?',
  ])('nothing for «%s»', (text) => {
    expect(ask([text])).toBeUndefined();
  });

  it('asks for all that is missing at once, and goes on when it is told', () => {
    const question = saidOf('Хочу зал на субботу') ?? '';
    expect(question).toMatch(
      /^Для бронирования осталось уточнить: какой зал вам нужен \(Синий зал, Лофт, Большой зал\)\? с которого часа\?/,
    );
    expect(question).not.toContain('дату');
    const first = ['Хочу зал на субботу', { bot: question }, 'Синий, с 14 до 17'] as const;
    const next = saidOf(...first) ?? '';
    expect(next).toBe('Для бронирования осталось уточнить: на чьё имя? какой телефон для связи?');
    expect(callsOf(...first, { bot: next }, 'Иван, +7 900 123-45-67')).toEqual([
      ['generate_booking_info', { ...whole, phone: '+7 900 123-45-67' }],
    ]);
  });

  it('asks in English what an Englishman has not said', () => {
    expect(saidOf('I want to book the loft from 2 to 5 pm')).toBe(
      'To book, I still need to know: on which date? in whose name? what is your phone number?',
    );
    expect(saidOf('hochu zabronirovat loft na subbotu s 14 do 17')).toMatch(/^To book, [^?]*name\?[^?]*\?$/);
    expect(saidOf('Is the loft free?')).toBe('To look that up, I still need to know: on which date?');
  });

  it('proposes again what the user changes', () => {
    const wish = 'Забронируйте синий зал на субботу с 14 до 17, Иван, +7 900 123-45-67';
    expect(callsOf(wish, { bot: 'Зал | Синий зал' }, 'Лучше с 15 до 18')).toEqual([
      ['generate_booking_info', { ...whole, start: '15:00', end: '18:00', phone: '+7 900 123-45-67' }],
    ]);
  });

  it('goes on with a question about another day, and begins a new booking after the last', () => {
    const free = ['Свободен ли лофт в субботу?', { bot: 'Занят.' }] as const;
    expect(callsOf(...free, 'А в воскресенье?')).toEqual([['get_free_times', { hall: 'Лофт', date: 'воскресенье' }]]);
    const done = { bot: `Оплатить: http://127.0.0.1:4000/pay/${'a'.repeat(40)}` };
    const wish = 'Забронируйте синий зал на субботу с 14 до 17, Иван, +7 900 123-45-67';
    expect(saidOf(wish, done, 'Забронируйте ещё лофт')).toBe(
      'Для бронирования осталось уточнить: на какую дату? с которого часа? до которого часа?',
    );
    expect(ask([wish, done, 'Спасибо, до субботы!'])?.toolCalls ?? []).toEqual([]);
  });

  it('asks two tools where two things are asked', () => {
    expect(callsOf('Сколько стоит лофт и свободен ли он в субботу?')).toEqual([
      ['get_hall_price', { hall: 'Лофт' }],
      ['get_free_times', { hall: 'Лофт', date: 'суббота' }],
    ]);
  });

  it('calls nothing when it must not', () => {
    expect(ask(['Какие у вас есть залы?'], { tool_choice: 'none' })).toBeUndefined();
    expect(ask(['Какие у вас есть залы?'], { tools: [tool('hand_over', ['reason'])] })).toBeUndefined();
  });
});

describe('what tools answered', () => {
  const priced = { tool: JSON.stringify({ text: '**Лофт**: 5 000 ₽ в час.', price: 500_000 }) };

  it('is said word for word, with who says it', () => {
    const lines = ['Сколько стоит лофт?', priced, priced, { tool: JSON.stringify({ text: 'Свободно с 10 до 12.' }) }];
    expect(saidOf(...lines)).toMatch(
      /^\*\*Лофт\*\*: 5 000 ₽ в час\.\n\nСвободно с 10 до 12\.\n\nОтвечает автономная замена/,
    );
  });

  it('is said also when it was cut', () => {
    expect(saidOf('Сколько?', { tool: '{"text":"«Лофт»\\n5 000 \\u20bd в час", "pri' })).toMatch(
      /^«Лофт»\n5 000 ₽ в час/,
    );
  });

  it('is said also when they refused', () => {
    expect(saidOf('Сколько?', { tool: '{"error":"Есть залы: «Лофт»."}' })).toMatch(/^Есть залы: «Лофт»\./);
  });

  it('is left to the other way when it is no JSON with a text', () => {
    expect(ask(['Сколько?', { tool: 'plain words' }])).toBeUndefined();
  });
});
