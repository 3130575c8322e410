import { type Move, origins, type State, targetOf } from './states.rules';

const states: readonly State[] = ['BOT', 'WAITING', 'OPERATOR', 'CLOSED'];

describe('the state table', () => {
  it.each<[Move, readonly State[], State]>([
    ['request', ['BOT'], 'WAITING'],
    ['accept', ['BOT', 'WAITING'], 'OPERATOR'],
    ['transfer', ['WAITING', 'OPERATOR'], 'OPERATOR'],
    ['return', ['WAITING', 'OPERATOR'], 'BOT'],
    ['cancel', ['WAITING'], 'BOT'],
    ['close', ['BOT', 'WAITING', 'OPERATOR'], 'CLOSED'],
  ])('allows %s from %s', (move, from, to) => {
    expect(states.filter((state) => origins(move).includes(state))).toEqual(from);
    expect(targetOf(move)).toBe(to);
  });
});
