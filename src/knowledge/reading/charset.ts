import { detect } from 'chardet';
import { wideCharset } from './kinds.rules';

// More says no more about the charset.
const sampleBytes = 65_536;

/** The text of some bytes, whatever charset it is in; `told` is what the file or its sender says of it. */
export function decodedText(bytes: Buffer, told?: string): string {
  const wide = wideCharset(bytes);
  if (wide) return new TextDecoder(wide).decode(bytes);
  return decodedStrictly(bytes) ?? new TextDecoder(narrowCharset(bytes, told)).decode(bytes);
}

function decodedStrictly(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined; // another charset, or damaged here and there
  }
}

function narrowCharset(bytes: Buffer, told: string | undefined): string {
  const sample = bytes.subarray(0, sampleBytes);
  // What is told is wrong often enough where it is the default of some program.
  const named = told === undefined || /^(?:utf-?8|us-ascii|iso-8859-1|latin1)$/i.test(told) ? undefined : known(told);
  return named ?? (isDosRussian(sample) ? 'ibm866' : (known(detect(sample) ?? '') ?? 'windows-1252'));
}

function known(label: string): string | undefined {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined; // a charset that nobody here knows
  }
}

/** The small letters of Russian lie at A0–AF and E0–EF in DOS, where other charsets have few letters or none at all. */
function isDosRussian(sample: Buffer): boolean {
  let high = 0;
  let fitting = 0;
  let typical = 0;
  for (const byte of sample) {
    if (byte < 0x80) continue;
    high += 1;
    if (byte < 0xb0 || (byte >= 0xe0 && byte < 0xf0)) fitting += 1;
    if (byte >= 0xa0 && byte < 0xb0) typical += 1;
  }
  return high >= 8 && fitting > high * 0.95 && typical > high * 0.3;
}
