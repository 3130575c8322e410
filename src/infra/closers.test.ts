import { Closers } from './closers';
import { openLog } from './log';

describe('closers', () => {
  it('close what was opened last first, once, and go on after a failure', async () => {
    const closers = new Closers(openLog('silent'));
    const closed: string[] = [];
    closers.add('first', 1, () => void closed.push('first'));
    closers.add('second', 2, () => {
      closed.push('second');
      throw new Error('as planned');
    });
    expect(closers.add('third', 3, async () => void closed.push('third'))).toBe(3);
    await Promise.all([closers.close(), closers.close()]);
    expect(closed).toEqual(['third', 'second', 'first']);
  });
});
