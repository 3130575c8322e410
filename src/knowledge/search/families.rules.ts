import { sameSense } from './same-sense.words';
import { sameWord } from './same-word.words';
import { weights } from './weights.rules';
import { stemOf } from './words.rules';

/** The stems that mean nearly the same as a stem, with how nearly. */
export type Relatives = ReadonlyMap<string, () => number>;

const relatives = new Map<string, Map<string, () => number>>();
for (const line of sameSense.split('\n')) relate(line.split(/\s+/), () => weights.sameSense);
for (const line of sameWord.split('\n')) relate(line.split(/\s+/), () => weights.sameWord);

/** Stems that stand for the same word or the same sense as this one. */
export function relativesOf(stem: string): Relatives {
  return relatives.get(stem) ?? new Map();
}

const prefix =
  /^(?:воз|вос|взо|вы|до|за|из|ис|на|недо|об|обо|от|ото|пере|по|под|подо|при|про|раз|рас|разо|со|с|у)(?=[а-я]{4})/;

/** How likely two stems are of one family («математик», «математическ»; «постро», «стро»), 0..1. */
export function kinship(a: string, b: string): number {
  const whole = sharedBeginning(a, b);
  if (whole > 0) return whole;
  const [x, y] = [a.replace(prefix, ''), b.replace(prefix, '')];
  return x === a && y === b ? 0 : Math.max(sharedBeginning(x, b), sharedBeginning(a, y), sharedBeginning(x, y)) * 0.8;
}

function sharedBeginning(a: string, b: string): number {
  let common = 0;
  while (common < a.length && a[common] === b[common]) common++;
  const [shorter, longer] = a.length < b.length ? [a.length, b.length] : [b.length, a.length];
  return common >= 4 && common >= shorter - 1 ? common / longer : 0;
}

function relate(group: readonly string[], likeness: () => number): void {
  const stems = new Set(group.filter((word) => word !== '').map(stemOf));
  for (const a of stems) {
    const known = relatives.get(a) ?? new Map<string, () => number>();
    for (const b of stems) if (a !== b) known.set(b, likeness);
    relatives.set(a, known);
  }
}
