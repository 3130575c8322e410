import type { TextLanguage } from '../../infra/languages';
import type { Locales } from '../../infra/locales';
import { propertiesOf, type Schema } from './parameters.rules';
import { markdownSafe, type StrangersPolicy, strangersText } from './strangers-words.rules';

/** What is shown before a change is made. */
export interface Preview {
  readonly title: string;
  readonly schema: Schema;
  readonly labels: Readonly<Record<string, Readonly<Record<TextLanguage, string>>>>;
  readonly arguments: Readonly<Record<string, unknown>>;
}

const longestValue = 500;

/** What would be done, as a table that the user checks. Links of whoever filled it in are taken out. */
export function previewText(preview: Preview, language: TextLanguage, locales: Locales): string {
  const { title, schema, labels } = preview;
  const policy: StrangersPolicy = { domains: [], removed: locales.t(language, 'outside-tools:link_removed') };
  const nameOf = (name: string) => labels[name]?.[language] ?? titleOf(schema, name) ?? name;
  const rows = Object.entries(preview.arguments).map(
    ([name, value]) => `| ${markdownSafe(nameOf(name))} | ${markdownSafe(valueText(value, policy))} |`,
  );
  const head = `**${markdownSafe(title)}**`;
  if (rows.length === 0) return head;
  const [what, value] = ['what', 'value'].map((key) => locales.t(language, `outside-tools:preview.${key}`));
  return [head, '', `| ${what} | ${value} |`, '| --- | --- |', ...rows].join('\n');
}

function titleOf(schema: Schema, name: string): string | undefined {
  const title = propertiesOf(schema)[name]?.['title'];
  return typeof title === 'string' && title !== '' ? title : undefined;
}

function valueText(value: unknown, policy: StrangersPolicy): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return strangersText(text, policy, longestValue);
}
