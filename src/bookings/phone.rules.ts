/** What may stand between the digits of a telephone number. */
const between = /[\p{Zs}\t().\-\p{Pd}/]/gu;
const shortest = 8;
/** Of E.164. */
const longest = 15;

/**
 * A telephone number as E.164 has it: +79001234567. Without a country code it has to be Russian (8 900…, 900…, 7 900…). Undefined when it is
 * none, or nobody can tell of which country.
 */
export function phoneOf(text: string): string | undefined {
  const plain = text.normalize('NFKC').trim().replaceAll(between, '');
  const found = /^(\+|00)?(\d{1,20})$/.exec(plain);
  if (!found?.[2]) return undefined;
  const digits = found[1] === undefined ? withRussia(found[2]) : withoutEight(found[2]);
  return digits !== undefined && isPossible(digits) ? `+${digits}` : undefined;
}

/** A number of E.164 as people read it; only Russian ones are parted. */
export function readablePhone(phone: string): string {
  const found = /^\+7(\d{3})(\d{3})(\d\d)(\d\d)$/.exec(phone);
  return found ? `+7 ${found[1]} ${found[2]}-${found[3]}-${found[4]}` : phone;
}

/** «8 900…» is how numbers are dialled in Russia; ten digits are a number there without its country. */
function withRussia(digits: string): string | undefined {
  if (/^[78]\d{10}$/.test(digits)) return `7${digits.slice(1)}`;
  return /^[3-9]\d{9}$/.test(digits) ? `7${digits}` : undefined;
}

/** «+8 900…» is a slip for «8 900…»: no country begins so. */
function withoutEight(digits: string): string {
  return /^89\d{9}$/.test(digits) ? `7${digits.slice(1)}` : digits;
}

function isPossible(digits: string): boolean {
  if (digits.startsWith('7')) return /^7[3-9]\d{9}$/.test(digits);
  return digits.length >= shortest && digits.length <= longest && !digits.startsWith('0') && !/^(\d)\1+$/.test(digits);
}
