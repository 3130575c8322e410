import { nearestLanguage } from '../infra/languages';
import type { Locales } from '../infra/locales';
import { type LanguageModel, ModelAway, type ModelMessage, ModelRefused } from '../language-model/language-model';
import { type AnswerFaults, type Asked, faultsOf, hasOnlyNames, hasWords, isFlawless, unwrapped } from './answer.rules';
import { type TermPair, termsIn } from './glossary.rules';
import { protect, restore, withoutMarkers } from './protected.rules';
import { languageOfTag, TranslationFailed, type TranslationRequest, type Translator } from './translator';

// Messages are not longer than this; what is, would be cut by the model.
const longestText = 20_000;

const units = [
  'km',
  'cm',
  'mm',
  'kg',
  'mg',
  'ml',
  'kb',
  'mb',
  'gb',
  'tb',
  'mbps',
  'kw',
  'kwh',
  'mah',
  'mhz',
  'ghz',
  'kmh',
  'min',
  'pcs',
];

/** What both attempts at one text have in common. */
interface Task extends Asked {
  readonly request: TranslationRequest;
  /** All terms of the glossary that the text uses. */
  readonly listed: readonly TermPair[];
}

interface Attempt {
  readonly answer: string;
  readonly faults: AnswerFaults;
}

/** Translates with a language model, and takes no answer that has lost something. */
export class ModelTranslator implements Translator {
  readonly available = true;

  constructor(private readonly deps: { model: LanguageModel; locales: Locales }) {}

  async translate(request: TranslationRequest): Promise<string> {
    const { text, from, to } = request;
    if (languageOfTag(from) === languageOfTag(to)) return text;
    if (text.length > longestText) throw new TranslationFailed('too_long');
    const task = this.taskOf(request);
    if (!hasWords(task.given.text)) return restore(task.given.text, task.given.pieces);
    const first = await this.attempt(task);
    if (isFlawless(first.faults)) return restore(first.answer, task.given.pieces);
    const second = await this.attempt(task, first.faults);
    if (isGoodEnough(second)) return restore(second.answer, task.given.pieces);
    throw new TranslationFailed('mangled', { because: told(second.faults) });
  }

  private taskOf(request: TranslationRequest): Task {
    const { text, to, names = [], terms = [] } = request;
    const between = { from: languageOfTag(request.from), to: languageOfTag(to) };
    const listed = termsIn(text, terms, between);
    const given = protect(text, {
      names: [...names, ...listed.filter((pair) => pair.from === pair.to).map((pair) => pair.to)],
      units: this.unitsFor(to),
    });
    // A term that is partly behind a marker is asked for, but not insisted on.
    return { request, given, to, listed, terms: termsIn(withoutMarkers(given.text), terms, between) };
  }

  /** Every language's units → those of the language of the translation. */
  private unitsFor(to: string): ReadonlyMap<string, string> {
    const { locales } = this.deps;
    const forms = locales.languages.flatMap((language) => units.map((unit) => ({ language, key: `units:${unit}` })));
    return new Map(forms.map(({ language, key }) => [locales.t(language, key), locales.t(to, key)]));
  }

  private async attempt(task: Task, before?: AnswerFaults): Promise<Attempt> {
    const { signal, text } = task.request;
    try {
      const completion = await this.deps.model.complete({
        messages: this.messagesFor(task, before),
        // A token is a character at the least; markers take some more.
        maxOutputTokens: 500 + text.length + 10 * task.given.pieces.length,
        ...(signal ? { signal } : {}),
      });
      const answer = unwrapped(completion.text);
      return { answer, faults: faultsOf(answer, task) };
    } catch (error) {
      if (signal?.aborted) throw new TranslationFailed('slow', { cause: error });
      if (error instanceof ModelAway) throw new TranslationFailed('away', { cause: error });
      if (error instanceof ModelRefused) throw new TranslationFailed('refused', { cause: error });
      throw error;
    }
  }

  /** The order and the rules are the system's message; the text is alone in the user's. */
  private messagesFor({ request, given, listed }: Task, before: AnswerFaults | undefined): ModelMessage[] {
    const [from, to] = [languageOfTag(request.from), languageOfTag(request.to)];
    const { locales } = this.deps;
    const t: Say = (key, params = {}) => locales.t(to, `prompts:translation.${key}`, params);
    const system = t('system', { from, to, fromName: nameOf(from, to), toName: nameOf(to, to) });
    const terms = listed.map((pair) => `- ${pair.from} → ${pair.to}`).join('\n');
    const parts = [system, ...(terms ? [t('terms', { terms })] : []), ...(before ? complaints(before, t) : [])];
    return [
      { role: 'system', content: parts.join('\n\n') },
      { role: 'user', content: `<text>\n${given.text}\n</text>` },
    ];
  }
}

type Say = (key: string, params?: Record<string, string>) => string;

/** What the stricter prompt says of the answer before. */
function complaints({ markers, terms, wrongLanguage, wrongShape }: AnswerFaults, t: Say): string[] {
  return [
    t('again.lead'),
    ...(markers.length > 0 ? [t('again.markers', { markers: markers.join(' ') })] : []),
    ...(terms.length > 0 ? [t('again.terms', { terms: terms.map(({ to }) => to).join('; ') })] : []),
    ...(wrongLanguage ? [t('again.other_tongue')] : []),
    ...(wrongShape ? [t('again.shape')] : []),
  ];
}

/** A name is the same in both languages, for all that the model can do: asked twice, it says so twice. */
function isGoodEnough({ answer, faults }: Attempt): boolean {
  return (
    isFlawless(faults) || (isFlawless({ ...faults, wrongLanguage: false }) && hasOnlyNames(withoutMarkers(answer)))
  );
}

/** For the log: nothing of what people wrote. */
function told({ markers, terms, wrongLanguage, wrongShape }: AnswerFaults): string {
  const lost = [
    markers.length > 0 && `${markers.length} markers broken`,
    terms.length > 0 && `${terms.length} terms missing`,
    wrongLanguage && 'in another language',
    wrongShape && 'of another shape',
  ];
  return lost.filter(Boolean).join(', ');
}

/** What a language is called in another: «английский» for en in ru. */
function nameOf(language: string, reader: string): string {
  if (!/^[a-z]{2,3}$/.test(language)) return language;
  return new Intl.DisplayNames([nearestLanguage(reader)], { type: 'language' }).of(language) ?? language;
}
