import { englishTag, russianTag } from './wish.tags';
import { quoteSign } from './wish.text';

/** A word, a sign or a picture of a text, and what it is to a wish. */
export interface Token {
  /** Numbers are all `0`. */
  readonly word: string;
  readonly tag: string;
  /** Whether something near by denies it: «не зовите оператора», "an agent is not needed". */
  readonly denied: boolean;
}

const piece = /\p{L}[\p{L}'-]*|\d+|[?!.,;:\n()…—¤]|\p{Extended_Pictographic}/gu;
// A denial reaches so many words, unless the sentence turns before.
const reach = 5;

const denials =
  /^(?:не|ни|без|нет|not|no|never|without|cannot|\p{L}+n't|dont|doesnt|didnt|cant|wont|никак|нельзя|незачем|против|вместо|instead|cancel|forget|nevermind|отмена|отмените|отмени|отменить|отбой|передумала?)$/u;
const turns = new Set('а но зато лучше пока если чтобы but just instead rather until unless because'.split(' '));
/** «Почему не соединяете»: what is not done is asked for. */
const why = new Set(['why', 'почему', 'зачем', 'чего']);

/** Words after which a denial asks politely, or complains of the bot: «не могли бы вы позвать», "can't you connect me". */
const askedAfter = new Set(
  'могли можете можешь мог могла подскажете хотите затруднит сложно знаю понимаю понимает понимаете помогает помогло помог работает могу отвечает получается решает решили пришел пришла пришло пришли'.split(
    ' ',
  ),
);
const complainedAfter = new Set('understand know get help work working find think helping mind'.split(' '));
const personAfter = new Set('you u i we someone somebody there anyone anybody they it'.split(' '));

/** Words that carry a denial back to what stands before it: «оператора звать не надо», "a person won't be needed". */
const backwards = new Set(
  'надо нада нужен нужна нужно нужны требуется требуются понадобится понадобился понадобилась понадобятся обязательно стоит буду просил просила хочу хотел хотела необходим необходимо готов готова звал звала вызывал вызывала к подключать соединять переключать звать переводить перезванивать звонить be need needed necessary required want'.split(
    ' ',
  ),
);
const backwardDenials = /^(?:не|ни|wont|not|\p{L}+n't)$/u;

/** The tokens of a text that `plain` was made of. */
export function tokensOf(text: string): Token[] {
  const words = (text.match(piece) ?? []).map((word) => (/^\d/.test(word) ? '0' : word));
  const scope = new Scope();
  words.forEach((word, at) => scope.add(word, words[at + 1] ?? ''));
  return scope.tokens;
}

/** Follows how far a denial reaches. */
class Scope {
  readonly tokens: { word: string; tag: string; denied: boolean }[] = [];
  /** Where the part of the sentence began that a denial may reach back to. */
  private start = 0;
  private left = 0;
  private wanted = false;
  private asked = false;

  add(word: string, after: string): void {
    const tag = tagOf(word);
    if (tag === ',' || tag === '?') this.turn(1);
    else if (turns.has(word)) this.turn(0);
    if (tag === 'W' && this.wanted) this.left = 0;
    this.tokens.push({ word, tag, denied: this.left > 0 });
    this.pass(tag);
    if (why.has(word)) this.asked = true;
    if (denials.test(word) && !this.asked && !isQuestion(word, after)) this.deny(word, tag, after);
  }

  private turn(skipped: number): void {
    this.left = 0;
    this.asked = false;
    this.start = this.tokens.length + skipped;
  }

  private pass(tag: string): void {
    if (this.left === 0) return;
    this.left -= 1;
    if (tag === 'W') this.wanted = true;
    // "I don't want a bot I want a human": the denial was about the bot.
    if (tag === 'B') this.left = 0;
  }

  private deny(word: string, tag: string, after: string): void {
    this.left = reach;
    this.wanted = tag === 'W';
    if (!backwardDenials.test(word) || !backwards.has(after)) return;
    for (const token of this.tokens.slice(this.start, -1)) token.denied = !/^(?:i|you|we)$/.test(token.word);
  }
}

function isQuestion(word: string, after: string): boolean {
  if (word.endsWith("n't") && personAfter.has(after)) return true;
  if (word === 'не') return askedAfter.has(after);
  return /^(?:dont|don't|not|doesn't|cant|can't|cannot)$/.test(word) && complainedAfter.has(after);
}

function tagOf(word: string): string {
  if (word === quoteSign) return 'q';
  if (word === '0') return 'U';
  if (!/\p{L}/u.test(word)) return word === '?' ? '?' : ',';
  return /[а-я]/.test(word) ? russianTag(word) : englishTag(word);
}
