import { Refusal } from '../errors';
import { withinLimits } from './answer-limits';

const roomy = { ms: 60_000, length: 10 };
const refusal = async (work: Promise<unknown>) => {
  const error = await work.catch((thrown: unknown) => thrown);
  return error instanceof Refusal ? error.code : error;
};

describe('an answer over HTTP', () => {
  it('is given as it is within its limits', async () => {
    expect(await withinLimits(Promise.resolve('0123456789'), roomy)).toBe('0123456789');
  });

  it('that takes too long is refused, and what fails later troubles nobody', async () => {
    let fail: (error: Error) => void = () => undefined;
    const never = new Promise<string>((_resolve, reject) => {
      fail = reject;
    });
    expect(await refusal(withinLimits(never, { ...roomy, ms: 5 }))).toBe('UNAVAILABLE');
    fail(new Error('much later'));
  });

  it('that is too long is refused', async () => {
    expect(await refusal(withinLimits(Promise.resolve('0123456789A'), roomy))).toBe('QUERY_TOO_COMPLEX');
  });

  it('passes on what went wrong with it', async () => {
    expect(await refusal(withinLimits(Promise.reject(new Refusal('NOT_FOUND')), roomy))).toBe('NOT_FOUND');
  });
});
