import type { SendablePart } from '../calls';
import { composeParts } from '../render';
import { toHtml } from '../styled-text';

/** A text as it is, without formatting; one that is too long is cut. */
export function plainPart(text: string): SendablePart {
  const [part] = composeParts([], [{ text, marks: [] }]);
  return part ?? { html: toHtml([{ text: '…', marks: [] }]), plain: '…' };
}
