import { admitsIgnorance, tellsSomething } from '../handoff/promise.rules';
import { stemsOf } from './citations.rules';

const manyNewWords = 5;
const enoughSupport = 0.6;
const name = /(?<=[\p{Ll}\d,»)][^\S\n]|[—–-][^\S\n])\p{Lu}\p{Ll}{3,}/gu;
// «Вами», «Ваша»: a capital for courtesy.
const courtesy = /^\u0412\u0430[\u043c\u0448]/u;
const sentence = /[^.!?\n]+/g;

/** Whether an answer tells something that was not said before: a name, or a sentence made of new words. Whatever it does so from, it is a fact. */
export function addsFacts(answer: string, said: readonly string[]): boolean {
  const known = stemsOf(said.join('\n'));
  const isNew = (text: string) => [...stemsOf(text)].filter((stem) => !known.has(stem));
  const names = (answer.match(name) ?? []).filter((one) => !courtesy.test(one));
  if (names.some((one) => isNew(one).length > 0) && !admitsIgnorance(answer)) return true;
  if (isNew(answer).length < manyNewWords || !tellsSomething(answer)) return false;
  return !(answer.match(sentence) ?? []).some((one) => {
    const stems = [...stemsOf(one)];
    return stems.length > 1 && stems.filter((stem) => known.has(stem)).length / stems.length >= enoughSupport;
  });
}

/** Whether an answer does nothing but ask back. */
export function asksBack(answer: string): boolean {
  return answer.trimEnd().endsWith('?') && !tellsSomething(answer);
}
