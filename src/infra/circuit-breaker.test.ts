import { type CallOutcome, CircuitBreaker } from './circuit-breaker';

function breakerAt(clock: { now: number }) {
  const breaker = new CircuitBreaker({ failures: 3, windowMs: 1_000, pauseMs: 500 }, () => clock.now);
  const calls = (...outcomes: CallOutcome[]) => {
    for (const outcome of outcomes) breaker.enter()?.end(outcome);
  };
  return { breaker, calls };
}

describe('CircuitBreaker', () => {
  it('lets calls through while fewer fail than it takes', () => {
    const { breaker, calls } = breakerAt({ now: 0 });
    calls('unwell', 'unwell');
    expect(breaker.enter()).toBeDefined();
  });

  it('opens after so many failures in a row', () => {
    const { breaker, calls } = breakerAt({ now: 0 });
    calls('unwell', 'unwell', 'unwell');
    expect(breaker.enter()).toBeUndefined();
  });

  it('forgets failures after a success and outside its window', () => {
    const clock = { now: 0 };
    const { breaker, calls } = breakerAt(clock);
    calls('unwell', 'unwell', 'well', 'unwell', 'unwell');
    clock.now = 1_000;
    calls('unwell', 'unwell');
    expect(breaker.enter()).toBeDefined();
  });

  it('does not count calls that say nothing about the service', () => {
    const { breaker, calls } = breakerAt({ now: 0 });
    calls('unknown', 'unknown', 'unknown', 'unknown');
    expect(breaker.enter()).toBeDefined();
  });

  it('lets one probe through after the pause and closes when it goes well', () => {
    const clock = { now: 0 };
    const { breaker, calls } = breakerAt(clock);
    calls('unwell', 'unwell', 'unwell');
    clock.now = 499;
    expect(breaker.enter()).toBeUndefined();
    clock.now = 500;
    const probe = breaker.enter();
    expect(probe).toBeDefined();
    expect(breaker.enter()).toBeUndefined();
    probe?.end('well');
    expect(breaker.enter()).toBeDefined();
  });

  it('opens again when the probe fails, and probes again when it told nothing', () => {
    const clock = { now: 0 };
    const { breaker, calls } = breakerAt(clock);
    calls('unwell', 'unwell', 'unwell');
    clock.now = 500;
    calls('unknown', 'unwell');
    expect(breaker.enter()).toBeUndefined();
    clock.now = 1_000;
    expect(breaker.enter()).toBeDefined();
  });

  it('stays open when a call from before ends well', () => {
    const { breaker, calls } = breakerAt({ now: 0 });
    const early = breaker.enter();
    calls('unwell', 'unwell', 'unwell');
    early?.end('well');
    expect(breaker.enter()).toBeUndefined();
  });
});
