import { agreeing } from './agreement.words';
import { spelledAlike } from './orders.words';

const longest = 60;

/** Whether a message is nothing but agreement: «Да, подтверждаю!», "Yes, confirm". Whatever else stands there is for the model to read. */
export function isAgreement(text: string): boolean {
  if (text.length > longest || text.includes('?')) return false;
  const plain = text
    .toLowerCase()
    .replaceAll(...spelledAlike)
    .replaceAll(/['’]/g, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  return agreeing.some((pattern) => pattern.test(plain));
}
