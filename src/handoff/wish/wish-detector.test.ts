import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readShippedModel } from './detector-versions';
import { fingerprintOf } from './wish.teaching';
import { readLabelledTexts } from './wish.texts';
import { WishDetector } from './wish-detector';

const folder = path.join(__dirname, '../../../training/handoff-detector');
const examplesFolder = path.join(__dirname, '../../../test/kit/wish-examples');
const shipped = readShippedModel(folder);
if (!shipped) throw new Error('the shipped model does not fit the code: npm run train');
const { model } = shipped;

/** The examples of a language: no model learns from them. */
function examples(language: string): { wish: string[]; other: string[] } {
  const parts = ['', '.second', '.third'].map((part) =>
    JSON.parse(readFileSync(path.join(examplesFolder, `${language}${part}.json`), 'utf8')),
  );
  return { wish: parts.flatMap(({ wish }) => wish), other: parts.flatMap(({ other }) => other) };
}

describe('the shipped detector', () => {
  const detector = new WishDetector({ model, name: 'model 1' });
  const hears = (text: string) => detector.detect(text).wantsHuman;

  it('is made from the texts and the code as they are: else npm run train', async () => {
    expect(model.card.fingerprint).toBe(fingerprintOf(await readLabelledTexts(folder)));
  });

  it.each([
    ['ru', 0.92, 0.93],
    ['en', 0.9, 0.91],
  ] as const)('hears wishes in %s on the texts held out', (language, recall, f1) => {
    const quality = model.card.quality[language];
    expect(quality?.recall).toBeGreaterThanOrEqual(recall);
    expect(quality?.f1).toBeGreaterThanOrEqual(f1);
    expect(quality?.falseAlarms).toBeLessThanOrEqual(0.05);
  });

  it.each(['ru', 'en'])('hears them in the examples in %s', (language) => {
    const { wish, other } = examples(language);
    const missed = wish.filter((text) => !hears(text));
    const alarms = other.filter(hears);
    expect(missed.length / wish.length < 0.02 ? [] : missed).toEqual([]);
    expect(alarms.length / other.length < 0.045 ? [] : alarms).toEqual([]);
  });

  it('is certain of the command, and hears nothing where there are no words', () => {
    expect(detector.detect(' /operator@helpdesk_bot')).toEqual({
      wantsHuman: true,
      confidence: 1,
      doubtful: false,
      detectedBy: 'command',
    });
    for (const text of ['', ' ', '\u0000\ud800', '?', '…']) {
      expect(detector.detect(text)).toEqual({
        wantsHuman: false,
        confidence: 0,
        doubtful: false,
        detectedBy: 'model 1',
      });
    }
  });

  it.each([
    'Оператор!',
    'интернет упал, соедините с оператором',
    'не хочу бота, хочу человека',
    'почему вы не соединяете меня с человеком?',
    'soedinite s chelovekom',
    'jgthfnjh',
    'позовити апиратора пажалуста',
    'Agent!!!',
    "can't you connect me to a person",
    'my parcel is lost, get me an agent',
    'tlak to a humna plese',
  ])('hears «%s»', (text) => {
    expect(hears(text)).toBe(true);
  });

  it.each([
    'оператор не нужен, сам разберусь',
    'оператора звать не надо',
    'какой у вас мобильный оператор?',
    'торт на 10 человек',
    'мне сказали «позовите оператора», а зачем?',
    'если не поможет, позову оператора',
    "I don't need an agent",
    'the travel agent booked it',
    'what is the account manager fee?',
    'a table for six people',
    'connect the printer',
    'are you human?',
  ])('hears nothing in «%s»', (text) => {
    expect(hears(text)).toBe(false);
  });

  it('finds a wish at either end of a long text', () => {
    const letter = 'Заказ пришёл вчера вечером, коробка была целой. '.repeat(80);
    expect(hears(`${letter}\nСоедините с оператором.`)).toBe(true);
    expect(hears(`Connect me to a human, please.\n${letter}`)).toBe(true);
    expect(hears(letter)).toBe(false);
  });

  it('takes at most a millisecond a text, also for a pasted letter, and not much more for the worst one', () => {
    const texts = ['ru', 'en'].flatMap((language) => Object.values(examples(language)).flat());
    const letters = texts.map((_, at) => texts.slice(at, at + 100).join(' '));
    const timeOf = (text: string) => {
      const begun = performance.now();
      detector.detect(text);
      return performance.now() - begun;
    };
    for (const list of [texts, letters.slice(0, 300)]) {
      list.forEach(timeOf);
      // The middle one: the tests run beside others, who take their time out of some.
      const middle = list.map(timeOf).toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
      expect(middle).toBeLessThan(1.5);
    }
    for (const text of ['о '.repeat(2048), 'оператор '.repeat(450), '«'.repeat(4096), 'a-'.repeat(2048)]) {
      expect(timeOf(text)).toBeLessThan(50);
    }
  });
});

describe('a detector without a model', () => {
  it('goes by the rules', () => {
    const detector = new WishDetector();
    expect(detector.detect('позовите оператора')).toEqual({
      wantsHuman: true,
      confidence: 0.95,
      doubtful: false,
      detectedBy: 'rules',
    });
    expect(detector.detect('сколько стоит доставка')).toMatchObject({ wantsHuman: false, doubtful: false });
    expect(detector.detect('/operator').detectedBy).toBe('command');
  });
});
