import type { AnswerGuard } from './answer-guard';
import { ShownTries } from './shown-tries';

const guard = {
  clean: (text: string) => text,
  isInAnotherLanguage: () => false,
  givesAway: () => false,
} as unknown as AnswerGuard;

describe('an answer that is shown while tools are called', () => {
  const stage = () => {
    const shown: string[] = [];
    return {
      shown,
      onText: (piece: string) => shown.push(piece),
      afresh: () => shown.push('⟲'),
    };
  };

  it('is shown as it comes where nothing stood beside a call', () => {
    const { shown, ...rest } = stage();
    const show = new ShownTries(guard, rest);
    expect(show.next()).toBeDefined();
    const second = show.next();
    second?.('The hall costs a thousand an hour and ');
    show.finish('The hall costs a thousand an hour and more.');
    expect(shown.join('')).toBe('The hall costs a thousand an hour and more.');
    expect(show.hasShown).toBe(true);
  });

  it('is taken back where something did, and is not shown any more', () => {
    const { shown, ...rest } = stage();
    const show = new ShownTries(guard, rest);
    show.next()?.('Let me have a look at the calendar for you ');
    expect(show.next()).toBeUndefined();
    show.finish('Saturday is free.');
    expect(shown.at(-1)).toBe('⟲');
    expect(show.hasShown).toBe(true);
  });
});
