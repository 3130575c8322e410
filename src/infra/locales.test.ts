import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fromAcceptLanguage, nearestLanguage, pick } from './languages';
import { type Locales, openLocales } from './locales';

const folder = path.join(__dirname, '../../locales');

describe('the texts for people', () => {
  let locales: Locales;
  beforeAll(async () => {
    locales = await openLocales(folder);
  });

  it('exist in Russian and in English', () => {
    expect(locales.languages).toEqual(['en', 'ru']);
    expect(locales.t('en', 'errors:DIALOGUE_CLOSED')).toBe('This dialogue is closed.');
    expect(locales.t('ru', 'errors:DIALOGUE_CLOSED')).toBe('Диалог закрыт.');
  });

  it.each([
    ['en-US', 'You are first in the queue.'],
    ['de', 'You are first in the queue.'],
    ['', 'You are first in the queue.'],
    ['ru-RU', 'Вы первый в очереди.'],
    ['uk', 'Вы первый в очереди.'],
    ['be-BY', 'Вы первый в очереди.'],
    ['kk', 'Вы первый в очереди.'],
  ])('are read by a reader of «%s» in the nearest language', (language, text) => {
    expect(locales.t(language, 'replies:handoff.first_in_queue')).toBe(text);
  });

  it('say that a human is coming in words that clients rely on', () => {
    expect(locales.t('ru', 'replies:handoff.requested').toLowerCase()).toContain('переключаю на человека');
    expect(locales.t('en', 'replies:handoff.requested').toLowerCase()).toContain('connecting you to a human');
  });

  it.each([
    ['ru', 1, 'Перед вами в очереди 1 человек.'],
    ['ru', 3, 'Перед вами в очереди 3 человека.'],
    ['ru', 11, 'Перед вами в очереди 11 человек.'],
    ['ru', 21, 'Перед вами в очереди 21 человек.'],
    ['en', 1, 'There is 1 person ahead of you in the queue.'],
    ['en', 2, 'There are 2 people ahead of you in the queue.'],
  ])('agree with numbers in %s: %i', (language, count, text) => {
    expect(locales.t(language, 'replies:handoff.position', { count })).toBe(text);
  });

  it('take values as they are: no escaping, no templates, no references, no options', () => {
    const passages = '<passage id="1" title="a & b">\n{{botName}} $t(replies:start) {{-x}}\n</passage>';
    const values = { botName: '{{persona}}', persona: '$t(replies:help)', passages, notes: '', language: 'ru' };
    const prompt = locales.t('ru', 'prompts:turn.system', values);
    expect(prompt).toContain(passages);
    expect(prompt).toContain('Вы — {{persona}}, бот');
    expect(prompt).toContain('\n$t(replies:help)\n');
    expect(locales.t('en', 'replies:handoff.joined', { name: 'Ann', lng: 'ru', ns: 'x', context: 'y' })).toContain(
      'Ann',
    );
  });

  it('name the language of the answer on a line of its own in the prompt', () => {
    const values = { botName: 'B', persona: 'P', passages: '', notes: '', language: 'ru' };
    expect(locales.t('ru', 'prompts:turn.system', values).split('\n')).toContain('Язык ответа: ru');
    expect(locales.t('en', 'prompts:turn.system', { ...values, language: 'en' }).split('\n')).toContain(
      'Reply language: en',
    );
  });

  it('never show a raw key, a group or a hole', () => {
    expect(() => locales.t('ru', 'replies:no.such')).toThrow('broken invariant: a text for replies:no.such in ru');
    expect(() => locales.t('ru', 'replies:handoff')).toThrow('broken invariant');
    expect(() => locales.t('ru', 'replies:handoff.joined')).toThrow('broken invariant: a value for {{name}}');
    expect(locales.has('ru', 'replies:no.such')).toBe(false);
    expect(locales.has('ru', 'replies:start')).toBe(true);
    expect(locales.has('en', 'replies:handoff.position', { count: 2 })).toBe(true);
  });

  it('include those of a bot, in the only language it has if need be', () => {
    const own = mkdtempSync(path.join(tmpdir(), 'bot-'));
    try {
      writeFileSync(path.join(own, 'ru.json'), '{"greeting":"Привет!","persona":{"plain":"Говорите просто."}}');
      locales.addBot('shop', own);
      expect(locales.t('ru', 'bot.shop:persona.plain')).toBe('Говорите просто.');
      expect(locales.t('en', 'bot.shop:greeting')).toBe('Привет!');
      expect(() => locales.t('en', 'bot.shop:farewell')).toThrow('broken invariant');
    } finally {
      rmSync(own, { recursive: true });
    }
  });
});

describe('the choice of a language', () => {
  it('takes the first that is known', () => {
    expect(pick(['fr', 'uk', 'en'])).toBe('ru');
    expect(pick([])).toBe('en');
    expect(nearestLanguage('EN_gb')).toBe('en');
    expect(nearestLanguage('rum')).toBe('en');
  });

  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['*', 'en'],
    ['ru', 'ru'],
    ['ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7', 'ru'],
    ['en;q=0.5, ru;q=0.9', 'ru'],
    ['en, ru;q=0.9', 'en'],
    ['fr, de;q=0.9, ru;q=0.1', 'ru'],
    ['ru;q=0, en;q=0.1', 'en'],
    ['ru;q=0', 'en'],
    ['ru;q=2, en;q=0.2', 'en'],
    ['ru;q=abc', 'en'],
    ['RU-ru ; Q=1.000', 'ru'],
    [';;;,,,q=,=;q', 'en'],
    ['\u0000ru;q=1e99999', 'en'],
    [`${'x'.repeat(100_000)},ru`, 'en'],
  ])('reads Accept-Language %#', (header, language) => {
    expect(fromAcceptLanguage(header)).toBe(language);
  });
});
