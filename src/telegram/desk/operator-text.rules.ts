import { renderMarkdown } from '../markdown';
import { visibleText } from '../styled-text';

const signs = /[\\`*_~[\]<>#+\-|!.()]/g;

/**
 * What an operator typed, as CommonMark that reads the same: messages are kept as CommonMark, and «2*3*4» or «# 5» is not meant to be
 * formatting. Where it reads as it was typed it stays as it is.
 */
export function typedAsMarkdown(text: string): string {
  if (readsAs(text, text)) return text;
  const escaped = text
    .split('\n')
    // Four spaces would make a line a block of code.
    .map((line) => line.replace(/^\s+/, '').replace(signs, String.raw`\$&`))
    .join('\n');
  return readsAs(escaped, text) ? escaped : text;
}

function readsAs(markdown: string, typed: string): boolean {
  const seen = visibleText(renderMarkdown(markdown));
  return withoutSpace(seen) === withoutSpace(typed);
}

function withoutSpace(text: string): string {
  return text.replace(/\s+/g, '');
}
