import { cleanText } from '../infra/clean-text';
import type { Locales } from '../infra/locales';
import type { TelegramBot } from './bots';
import type { CallSignal } from './call-signal';
import { renderMarkdown } from './markdown';
import { longestText } from './render';
import { composeDraft } from './rich-message';
import { nextSpan } from './split';
import { type Run, sliceRuns, toHtml, toPlain, visibleText } from './styled-text';

/** One moment of a draft. */
export interface DraftFrame {
  readonly chatId: number;
  readonly draftId: number;
  /** What is written so far, CommonMark; empty before the first word. */
  readonly text: string;
  readonly language: string;
}

/** A way to show a draft, by the method of the Bot API that it takes. */
export interface DraftWay {
  readonly method: string;
  show(bot: TelegramBot, frame: DraftFrame, signal: CallSignal): Promise<unknown>;
}

/** The user may stop it at any time, and keeps on the screen what is there until the message comes. */
const stoppable = { can_stop: true, keep_on_stop: true } as const;

/** The ways that there are, best first. */
export function draftWays(locales: Locales): readonly DraftWay[] {
  return [richWay(locales), textWay, plainWay];
}

function richWay(locales: Locales): DraftWay {
  return {
    method: 'sendRichMessageDraft',
    show({ api }, { chatId, draftId, text, language }, signal) {
      const latest = visibleText(latestRuns(text));
      const blocks = composeDraft(text) ?? [
        latest === ''
          ? { type: 'thinking', text: locales.t(language, 'replies:stream.thinking') }
          : { type: 'paragraph', text: latest },
      ];
      return api.sendRichMessageDraft(chatId, draftId, { blocks: [...blocks] }, stoppable, signal);
    },
  };
}

const textWay: DraftWay = {
  method: 'sendMessageDraft',
  show({ api }, { chatId, draftId, text }, signal) {
    const html = toHtml(latestRuns(text));
    return api.sendMessageDraft(chatId, draftId, html, { ...stoppable, ...(html && { parse_mode: 'HTML' }) }, signal);
  },
};

/** For a text that Telegram cannot read as HTML just now. */
const plainWay: DraftWay = {
  method: 'sendMessageDraft',
  show({ api }, { chatId, draftId, text }, signal) {
    return api.sendMessageDraft(chatId, draftId, toPlain(latestRuns(text), longestText), stoppable, signal);
  },
};

/** As much of the end as one message holds, for that is where it goes on. */
function latestRuns(text: string): Run[] {
  const runs = renderMarkdown(cleanText(text));
  const whole = visibleText(runs);
  let latest = { start: 0, end: 0 };
  for (let span = nextSpan(whole, 0, longestText); span; span = nextSpan(whole, span.end, longestText)) latest = span;
  return sliceRuns(runs, latest.start, latest.end);
}
