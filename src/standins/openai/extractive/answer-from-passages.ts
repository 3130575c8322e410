import { type ChatMessage, newUserText } from '../chat-request';
import { phrases, type StandinLanguage } from '../phrases';
import { languageOf, languageOfDialogue, orderedLanguage } from './language';
import { readPassages, readSummary } from './passages';
import { type Question, readQuestion } from './question';
import { chooseQuotes, rememberedWords, writeQuote } from './quoting';
import type { Scored } from './scoring';
import { smallTalkOf } from './small-talk';
import { sentencesOf, type Unit, unitsOf } from './units';

const mostQuestions = 3;

/**
 * The answer of the stand-in's model: sentences of the prompt's passages, each with its marker, in the user's language. It says who
 * answers, but for drafts: those are not sent in its name.
 */
export function answerFromPassages(messages: readonly ChatMessage[], { signed = true } = {}): string {
  const prompt = messages.filter(({ role }) => role === 'system' || role === 'developer');
  const promptText = prompt.map(({ content }) => content).join('\n');
  const asked = newUserText(messages);
  const language = orderedLanguage(promptText) ?? languageWritten(asked, messages);
  const own = phrases[language];
  const last = messages.at(-1);
  if (last?.role === 'tool') return `${own.toolSaid(last.content.slice(0, 1_000))}\n\n${own.signature}`;
  const talk = smallTalkOf(asked);
  if (talk) return own[talk];
  if (readQuestion(asked).terms.length === 0) return own.unclear;
  const reply = replyTo(asked, {
    units: unitsOf(readPassages(promptText)),
    language,
    earlier: [...sentencesOf(readSummary(promptText)), ...earlierUserTexts(messages)],
  });
  const answer = reply ?? own.notFound;
  return signed ? `${answer}\n\n${own.signature}` : answer;
}

function languageWritten(asked: string, messages: readonly ChatMessage[]): StandinLanguage {
  return languageOf(asked) ?? languageOfDialogue(messages);
}

interface Sources {
  readonly units: readonly Unit[];
  readonly language: StandinLanguage;
  /** What the user wrote before, oldest first; and first what the prompt's summary says of it. */
  readonly earlier: readonly string[];
}

function replyTo(asked: string, sources: Sources): string | undefined {
  const remembered = rememberedWords(asked, sources.earlier);
  if (remembered !== undefined) return phrases[sources.language].youWrote(remembered);
  const answers = questionsIn(asked)
    .map((text) => answerOne(text, sources))
    .filter((answer) => answer.quotes.length > 0);
  const written = new Set(
    answers.flatMap(({ quotes, question }) => quotes.map((quote) => writeQuote(quote, question))),
  );
  return written.size === 0 ? undefined : joined([...written]);
}

function answerOne(text: string, { units, language, earlier }: Sources): { question: Question; quotes: Scored[] } {
  const question = readQuestion(text);
  const quotes = chooseQuotes(units, question, language);
  const previous = earlier.at(-1);
  if (quotes.length > 0 || previous === undefined) return { question, quotes };
  // «А сколько это стоит?» leans on what was asked before.
  const leaning = readQuestion(text, previous);
  return { question: leaning, quotes: chooseQuotes(units, leaning, language) };
}

/** Several questions in one message are answered one by one; a single one is read with all that stands around it. */
function questionsIn(text: string): string[] {
  const sentences = text.split('\n').flatMap(sentencesOf);
  const questions = sentences.filter((sentence) => sentence.includes('?') && readQuestion(sentence).terms.length > 0);
  return questions.length > 1 ? questions.slice(0, mostQuestions) : [text];
}

function earlierUserTexts(messages: readonly ChatMessage[]): string[] {
  const answered = messages.findLastIndex(({ role }) => role === 'assistant');
  return messages
    .slice(0, Math.max(0, answered))
    .filter(({ role }) => role === 'user')
    .map(({ content }) => content);
}

/** Sentences on one line, lists on lines of their own. */
function joined(quotes: readonly string[]): string {
  return quotes.reduce((text, quote) => {
    if (text === '') return quote.trimStart();
    const afterList = /^(?:[-*+•–]|\d{1,2}[.)])\s/.test(text.split('\n').at(-1) ?? '');
    if (quote.startsWith('\n')) return `${text}${afterList ? '' : '\n'}${quote}`;
    return `${text}${afterList ? '\n\n' : ' '}${quote}`;
  }, '');
}
