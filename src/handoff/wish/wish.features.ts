import type { TextLanguage } from '../../infra/languages';
import { readingsOf } from './wish.readings';
import { isDenied, type RuledWish, type Shape, shapesOf, wishOf } from './wish.rules';
import { soundOf } from './wish.text';
import { type Token, tokensOf } from './wish.tokens';

/** The number of different features is two to this power: fewer collide more, more make a larger model for no better answers. */
export const featureBits = 18;

/**
 * Raised whenever features are made in another way than before: a model that was learnt from other features says nothing of these.
 */
export const featureLayout = 1;

/** What a model sees of a text. */
export interface Features {
  /** Hashed features, group after group. */
  readonly indexes: Uint32Array;
  /** Where each group ends; every group has the same weight in a text, whatever the number of its features. */
  readonly ends: readonly number[];
  /** In which language it was read: Russian in Latin letters is Russian. */
  readonly language: TextLanguage;
  readonly rules: RuledWish;
  /** The text says in plain words that nobody is wanted. */
  readonly denied: boolean;
}

// A global is looked up each time, which is slow where code runs in a context of its own.
const { imul } = Math;

type Add = (hash: number) => void;

// Texts are cut before, so that the most that one can have is about half of this.
const mostFeatures = 2 ** 15;
const longestWordPart = 5;
const shortestWordPart = 3;
const longestTagGram = 5;
const longestPartGram = 4;

/** Turns texts into features. It keeps a table between texts, and nothing of the texts. */
export class FeatureExtractor {
  /** For each feature the number of the text that had it last. */
  private readonly seen = new Uint32Array(2 ** featureBits);
  private text = 0;
  private readonly indexes = new Uint32Array(mostFeatures);
  private count = 0;
  private ends: number[] = [];

  /** The features of a text. */
  extract(text: string): Features {
    this.text += 1;
    this.count = 0;
    this.ends = [];
    const readings = readingsOf(text);
    const shapes = shapesOf(readings);
    const rules = wishOf(shapes);
    const tokens = readings.map(tokensOf);
    this.addWords(tokens);
    this.addTags(tokens.flatMap(sentencesOf));
    this.group(12, (add) => addShapes(shapes, add));
    this.group(13, (add) => addRules(rules, tokens[0]?.length ?? 0, add));
    const language = readings.some((reading) => /[а-я]/.test(reading)) ? 'ru' : 'en';
    const denied = isDenied(shapes);
    return { indexes: this.indexes.slice(0, this.count), ends: this.ends, language, rules, denied };
  }

  private addWords(texts: readonly (readonly Token[])[]): void {
    const words = texts.map((tokens) => [hash('^'), ...tokens.map(hashOfToken), hash('$')]);
    const sounds = texts.map((tokens) => [hash('^'), ...tokens.map(hashOfSound), hash('$')]);
    this.group(1, (add) => words.forEach((text) => text.forEach(add)));
    this.group(2, (add) => words.forEach((text) => addPairs(text, 1, add)));
    this.group(3, (add) => words.forEach((text) => [2, 3].forEach((distance) => addPairs(text, distance, add))));
    this.group(4, (add) => sounds.forEach((text) => addPairs(text, 1, add)));
    this.group(5, (add) => texts.flat().forEach((token) => addWordParts(token, token.denied ? 1 : 0, add)));
    this.group(6, (add) => texts.flat().forEach((token) => addWordParts(token, 0, add)));
  }

  private addTags(sentences: readonly (readonly Token[])[]): void {
    const tagged = sentences.map((sentence) => ({
      tags: sentence.map(markedTag).join(''),
      salt: sentence.some(({ word }) => /[а-я]/.test(word)) ? 1 : 2,
    }));
    this.group(8, (add) => {
      for (const { tags, salt } of tagged)
        addGrams(`^${tags.replaceAll(/[oů]{2,}/g, 'O')}$`, { longest: longestTagGram, salt }, add);
    });
    this.group(9, (add) => {
      for (const { tags, salt } of tagged)
        addGrams(`^${tags.replaceAll(/[oů,Ĭ]+/g, '')}$`, { longest: longestTagGram, salt }, add);
    });
    this.group(10, (add) => {
      for (const { tags, salt } of tagged) addTagPairs(tags, salt, add);
    });
  }

  private group(salt: number, fill: (add: Add) => void): void {
    const salted = imul(salt, 0x9e3779b1);
    fill((hash) => this.add(mixed(hash ^ salted) >>> (32 - featureBits)));
    this.ends.push(this.count);
  }

  private add(index: number): void {
    if (this.seen[index] === this.text || this.count === mostFeatures) return;
    this.seen[index] = this.text;
    this.indexes[this.count] = index;
    this.count += 1;
  }
}

/** A tag, moved out of the alphabet where the word is denied. */
function markedTag({ tag, denied }: Token): string {
  return denied ? String.fromCharCode(tag.charCodeAt(0) + 256) : tag;
}

function sentencesOf(tokens: readonly Token[]): Token[][] {
  const sentences: Token[][] = [[]];
  for (const token of tokens) {
    const ends = /^[.!?;:\n()…—]$/.test(token.word);
    if (!ends || token.word === '?') sentences.at(-1)?.push(token);
    if (ends) sentences.push([]);
  }
  return sentences.filter((sentence) => sentence.length > 0);
}

function hashOfToken({ word, denied }: Token): number {
  const known = /^[.!…\n;:()—]$/.test(word) ? '.' : word;
  return hash(denied ? `-${known}` : known);
}

function hashOfSound({ word, denied }: Token): number {
  return hash((denied ? '-' : '') + (/\p{L}/u.test(word) ? soundOf(word) : word));
}

function addPairs(hashes: readonly number[], distance: number, add: Add): void {
  for (let at = distance; at < hashes.length; at += 1) {
    add(imul(hashes[at - distance] ?? 0, 31) + imul(hashes[at] ?? 0, 7) + distance);
  }
}

/** Pieces of a word, its ends marked: they stay when an ending changes or a letter slips. */
function addWordParts({ word }: Token, salt: number, add: Add): void {
  if (!/\p{L}/u.test(word)) return;
  const marked = `_${word}_`;
  for (let start = 0; start < marked.length; start += 1) {
    let part = fnv + salt;
    for (let length = 1; length <= longestWordPart && start + length <= marked.length; length += 1) {
      part = imul(part ^ marked.charCodeAt(start + length - 1), prime);
      if (length >= shortestWordPart) add(part + length);
    }
  }
}

function addGrams(text: string, { longest, salt }: { longest: number; salt: number }, add: Add): void {
  for (let start = 0; start < text.length; start += 1) {
    let gram = fnv + salt;
    for (let length = 1; length <= longest && start + length <= text.length; length += 1) {
      gram = imul(gram ^ text.charCodeAt(start + length - 1), prime);
      add(gram + length);
    }
  }
}

/** Which tags stand in one sentence, wherever they stand. */
function addTagPairs(tags: string, salt: number, add: Add): void {
  const present = [...new Set(tags.replaceAll(/[oů,Ĭsų]/g, ''))].toSorted();
  present.forEach((one, at) => present.slice(at + 1).forEach((other) => add(hash(one + other) + salt)));
}

/** What the rules have left of the sentences that speak of people. */
function addShapes(shapes: readonly Shape[], add: Add): void {
  for (const { language, parts } of shapes) {
    if (!/[HCAKPB]/.test(parts)) continue;
    const short = parts.replaceAll(/o{2,}/g, 'O').replaceAll(/,+/g, ',');
    addGrams(`^${short}$`, { longest: longestPartGram, salt: language === 'ru' ? 1 : 2 }, add);
  }
}

function addRules({ wantsHuman, confidence }: RuledWish, words: number, add: Add): void {
  const size = Math.min(6, Math.floor(Math.log2(1 + words)));
  add(hash(`confidence ${confidence}`));
  add(hash(`wish ${wantsHuman}`));
  add(hash(`wish ${wantsHuman} ${size}`));
}

const fnv = 0x811c9dc5;
const prime = 0x01000193;

function hash(text: string): number {
  let value = fnv;
  for (let at = 0; at < text.length; at += 1) value = imul(value ^ text.charCodeAt(at), prime);
  return value;
}

/** Spreads the bits of a hash, so that its upper ones can stand for all. */
function mixed(value: number): number {
  let bits = value;
  bits = imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
