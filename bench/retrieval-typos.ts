/** Numbers between 0 and 1 that are the same in every run (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const keyRows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'йцукенгшщзхъ', 'фывапролджэ', 'ячсмитьбю'];
const shortest = 4;

/** A question as hurried fingers type it: one or two of its longer words have a slip each. */
export function withTypos(question: string, random: () => number): string {
  const words = question.split(' ');
  const long = [...words.keys()].filter((i) => (words[i]?.match(/\p{L}/gu)?.length ?? 0) >= shortest);
  const slips = random() < 0.5 ? 1 : 2;
  for (let n = 0; n < slips && long.length > 0; n++) {
    const [i = 0] = long.splice(Math.floor(random() * long.length), 1);
    words[i] = withSlip(words[i] ?? '', random);
  }
  return words.join(' ');
}

/** Two letters swapped, one left out, one doubled, or the key beside it. */
function withSlip(word: string, random: () => number): string {
  const at = Math.floor(random() * (word.replace(/[^\p{L}]+$/u, '').length - 1));
  const [head, letter, tail] = [word.slice(0, at), word.charAt(at), word.slice(at + 1)];
  const kind = Math.floor(random() * 4);
  if (kind === 0) return head + tail.charAt(0) + letter + tail.slice(1);
  if (kind === 1) return head + tail;
  if (kind === 2) return head + letter + letter + tail;
  const row = keyRows.find((keys) => keys.includes(letter.toLowerCase()));
  if (!row) return head + tail;
  const place = row.indexOf(letter.toLowerCase());
  const aside = place === 0 || (place + 1 < row.length && random() < 0.5) ? place + 1 : place - 1;
  return head + row.charAt(aside) + tail;
}
