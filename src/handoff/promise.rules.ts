import { phrasePattern, plainText, type Sentence, sentencesOf } from './phrase-patterns.rules';
import { englishPromise, type PromiseWords } from './promise.phrases';
import { russianPromise } from './promise.words';

/** The phrases of a language as patterns. */
type Patterns = Readonly<Record<Exclude<keyof PromiseWords, 'parts'>, RegExp>>;

const languages = [patternsOf(russianPromise), patternsOf(englishPromise)];

/** A clause of fewer words than this tells nothing of its own. */
const shortestAnswer = 4;

const cited = ' cited ';

/**
 * Whether a bot's own answer says that a person comes: «переключаю вас на оператора», "I've passed your question to a colleague". What it only
 * offers, advises or tells about other people's work is no promise.
 */
export function promisesHuman(text: string): boolean {
  const sentences = sentencesOf(plainText(marked(text))).filter(({ asks }) => !asks);
  return languages.some((patterns) => sentences.some(({ words }) => isPromise(words, patterns)));
}

/**
 * Whether a bot's own answer is that it does not know. An answer that says what it does not know and then tells something all the same is an
 * answer: apologies, advice to ask elsewhere, offers and questions tell nothing.
 */
export function admitsIgnorance(text: string): boolean {
  return languages.some((patterns) => {
    const clauses = sentencesOf(plainText(marked(text))).flatMap((sentence) => clausesOf(sentence, patterns));
    return (
      clauses.some((clause) => isAdmission(clause, patterns)) && !clauses.some((clause) => isAnswer(clause, patterns))
    );
  });
}

/** Whether a bot's own answer tells anything at all beside courtesies, offers, questions and that it does not know. */
export function tellsSomething(text: string): boolean {
  return languages.every((patterns) => {
    const clauses = sentencesOf(plainText(marked(text))).flatMap((sentence) => clausesOf(sentence, patterns));
    return clauses.some((clause) => isAnswer(clause, patterns));
  });
}

/** With a word for every citation: what stands in a passage is a fact. */
function marked(text: string): string {
  return text.replaceAll(/\[\d+\]/g, cited);
}

function isPromise(sentence: string, patterns: Patterns): boolean {
  const words = sentence.replaceAll(patterns.aside, '_ ');
  const own = patterns.doing.exec(words);
  if (own) {
    const [before, after] = around(words, own);
    return !patterns.offer.test(before) && !patterns.condition.test(after);
  }
  const coming = words.includes(cited) ? null : patterns.coming.exec(words);
  return coming !== null && !patterns.offer.test(around(words, coming)[0]) && !patterns.fact.test(words);
}

function around(words: string, found: RegExpExecArray): [before: string, after: string] {
  return [words.slice(0, found.index), ` ${words.slice(found.index + found[0].length)}`];
}

function isAdmission({ words, asks }: Sentence, patterns: Patterns): boolean {
  return !asks && patterns.admits.test(words) && !patterns.unadmitted.test(words);
}

function isAnswer(clause: Sentence, patterns: Patterns): boolean {
  if (clause.asks || isAdmission(clause, patterns)) return false;
  const isLong = clause.words.trim().split(' ').length >= shortestAnswer;
  return isLong && (clause.words.includes(cited) || !languages.some(({ filler }) => filler.test(clause.words)));
}

/** «Номера заказа не знаю, но доставка занимает три дня» → both halves. */
function clausesOf({ words, asks }: Sentence, { contrast }: Patterns): Sentence[] {
  return words
    .split(contrast)
    .map((part) => ({ words: ` ${part.trim()} `, asks }))
    .filter((clause) => clause.words.trim() !== '');
}

function patternsOf({ parts, ...kinds }: PromiseWords): Patterns {
  return {
    aside: new RegExp(phrasePattern(kinds.aside, parts), 'g'),
    doing: phrasePattern(kinds.doing, parts),
    coming: phrasePattern(kinds.coming, parts),
    offer: phrasePattern(kinds.offer, parts),
    condition: phrasePattern(kinds.condition, parts),
    fact: phrasePattern(kinds.fact, parts),
    admits: phrasePattern(kinds.admits, parts),
    unadmitted: phrasePattern(kinds.unadmitted, parts),
    filler: phrasePattern(kinds.filler, parts),
    contrast: phrasePattern(kinds.contrast, parts),
  };
}
