/** Who answers a dialogue: the bot; nobody yet, it waits in the queue; an operator; nobody any more. */
export type State = 'BOT' | 'WAITING' | 'OPERATOR' | 'CLOSED';

/** The state table: from where each move is allowed, and where it leads. Every move begins a new epoch. */
const moves = {
  request: { from: ['BOT'], to: 'WAITING' },
  accept: { from: ['BOT', 'WAITING'], to: 'OPERATOR' },
  transfer: { from: ['WAITING', 'OPERATOR'], to: 'OPERATOR' },
  return: { from: ['WAITING', 'OPERATOR'], to: 'BOT' },
  release: { from: ['OPERATOR'], to: 'WAITING' },
  giveUp: { from: ['WAITING'], to: 'BOT' },
  cancel: { from: ['WAITING'], to: 'BOT' },
  close: { from: ['BOT', 'WAITING', 'OPERATOR'], to: 'CLOSED' },
} as const satisfies Record<string, { from: readonly State[]; to: State }>;

/** What can be done about who answers. (A closed dialogue opens again when its user writes.) */
export type Move = keyof typeof moves;

/** The states from which a move is allowed. */
export function origins(move: Move): readonly State[] {
  return moves[move].from;
}

/** Where a move leads. */
export function targetOf(move: Move): State {
  return moves[move].to;
}
