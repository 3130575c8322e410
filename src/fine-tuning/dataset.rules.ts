import { type MaskLabels, masked } from '../people/personal-data.rules';

/** A question with the answer that people have found good. */
export interface ApprovedAnswer {
  readonly question: string;
  readonly answer: string;
  readonly language: string;
  /** What the user is called: it is masked. */
  readonly names: readonly string[];
}

/** How examples are written down. */
export interface DatasetTexts {
  /** What the model is told it is, in a language. */
  readonly system: (language: string) => string;
  readonly labels: (language: string) => MaskLabels;
}

/** Examples for a service that fine-tunes. */
export interface Dataset {
  /** JSON lines: {"messages": [system, user, assistant]}. */
  readonly lines: string;
  readonly examples: number;
}

// Examples beyond are cut or refused by services; an answer of a help desk is far shorter.
const longestText = 8_000;
const citations = /\s*\[\d{1,2}\]/g;

/** Makes examples of approved answers: without personal data, without the numbers of citations, each once. */
export function datasetOf(approved: readonly ApprovedAnswer[], texts: DatasetTexts): Dataset {
  const lines = new Set<string>();
  for (const { question, answer, language, names } of approved) {
    const labels = texts.labels(language);
    const asked = masked(question, names, labels).trim();
    const said = masked(answer.replaceAll(citations, ''), names, labels).trim();
    if (asked === '' || said === '' || asked.length + said.length > longestText) continue;
    const messages = [
      { role: 'system', content: texts.system(language) },
      { role: 'user', content: asked },
      { role: 'assistant', content: said },
    ];
    lines.add(JSON.stringify({ messages }));
  }
  return { lines: [...lines].map((line) => `${line}\n`).join(''), examples: lines.size };
}
