import { readFileSync } from 'node:fs';
import path from 'node:path';
import { badInput, Refusal, refusals } from './errors';

const root = path.join(__dirname, '..');
const codes = Object.keys(refusals).toSorted();

describe('the registry of refusals', () => {
  it.each(['ru', 'en'])('has a sentence for each code in locales/%s, and no other', (language) => {
    const texts = JSON.parse(readFileSync(path.join(root, 'locales', language, 'errors.json'), 'utf8'));
    expect(
      Object.keys(texts)
        .filter((key) => key !== 'fields' && key !== 'knowledge')
        .toSorted(),
    ).toEqual(codes);
    for (const code of codes) expect(texts[code]).toMatch(/^\p{Lu}.*\.$/u);
  });

  it('has a section for each code in docs/errors.md, and no other, with its HTTP status', () => {
    const page = readFileSync(path.join(root, 'docs/errors.md'), 'utf8');
    const sections = new Map(
      page
        .split(/^## /m)
        .slice(1)
        .map((section) => [section.split('\n', 1)[0] ?? '', section]),
    );
    expect([...sections.keys()].toSorted()).toEqual(codes);
    for (const [code, { http }] of Object.entries(refusals)) {
      expect(sections.get(code)).toContain(`HTTP ${http}`);
      expect(sections.get(code)).toMatch(/\*\*Means\*\*.+\n[^]*\*\*Do\*\*.+/);
    }
  });
});

describe('a refusal', () => {
  it('carries its code, what it can tell and its cause', () => {
    const cause = new Error('connection refused');
    const refusal = new Refusal('UNAVAILABLE', { retryAfter: 5, cause });
    expect(refusal).toMatchObject({ code: 'UNAVAILABLE', message: 'UNAVAILABLE', retryAfter: 5, params: {}, cause });
    expect(refusal.fields).toBeUndefined();
  });

  it('names the inputs at fault', () => {
    expect(badInput({ first: 'page_size' })).toMatchObject({ code: 'BAD_USER_INPUT', fields: { first: 'page_size' } });
  });
});
