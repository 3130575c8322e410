import type { Happening } from '../events/events.rules';
import type { Tx } from '../infra/database';
import { LaneStore } from '../infra/lanes.store';

/** The queues whose lanes are dialogues that people have, or wait to have: each is woken by whatever happens in one. */
export const attentionQueues = {
  /** Reminders, time-outs, assignment. */
  handoff: 'handoff',
  /** What is made ready for operators: summaries, suggestions, proposals. */
  desk: 'desk',
  /** What operators see in Telegram. */
  telegram: 'telegram-desk',
} as const;

/** The lane of the clock's queue that is no dialogue: whoever waits is given to whoever is free. */
export const assignmentLane = 'assignment';

/**
 * Wakes those who attend to dialogues with people, in the transaction of what happened: nothing is missed, and dialogues with
 * the bot alone cost one look at their status.
 */
export async function wakeAttention(tx: Tx, happenings: readonly Happening[]): Promise<void> {
  const touched = [...new Set(happenings.flatMap((one) => one.dialogueId ?? []))];
  const handedOver = happenings.filter((one) => one.kind === 'HANDOFF_CHANGED').flatMap((one) => one.dialogueId ?? []);
  const queues = Object.values(attentionQueues);
  await tx.$executeRaw`
    with attended as (
      select id from dialogues
      where id = any(${touched}) and (status in ('WAITING', 'OPERATOR') or id = any(${handedOver}))),
    woken as (
      insert into lane_leases (queue, lane, ready_at)
      select queue, attended.id, now() from attended, unnest(${queues}::text[]) queue order by queue, attended.id
      on conflict (queue, lane) do update set ready_at = excluded.ready_at
        where lane_leases.ready_at is null or lane_leases.ready_at > excluded.ready_at)
    select pg_notify('lanes', queue) from unnest(${queues}::text[]) queue where exists (select from attended)`;
}

/** Lets the queue look again at who waits: somebody has become free. */
export function wakeWaiting(tx: Tx): Promise<void> {
  return LaneStore.wake(tx, attentionQueues.handoff, assignmentLane);
}

/** Lets the clock look again at the dialogues that an operator has: they have gone away. */
export async function wakeHeldBy(tx: Tx, operatorId: string): Promise<void> {
  await tx.$executeRaw`
    with held as (select id from dialogues where operator_id = ${operatorId} and status = 'OPERATOR'),
    woken as (
      insert into lane_leases (queue, lane, ready_at)
      select ${attentionQueues.handoff}, id, now() from held order by id
      on conflict (queue, lane) do update set ready_at = excluded.ready_at
        where lane_leases.ready_at is null or lane_leases.ready_at > excluded.ready_at)
    select pg_notify('lanes', ${attentionQueues.handoff}) where exists (select from held)`;
}

/** Has those who wait shown to operators in Telegram, the longest wait first: somebody has come who may take them. */
export async function showWaiting(tx: Tx): Promise<void> {
  await tx.$executeRaw`
    with waiting as (
      select d.id from dialogues d join handoffs h on h.dialogue_id = d.id and h.ended_at is null
      where d.status = 'WAITING' order by h.requested_at limit 20),
    woken as (
      insert into lane_leases (queue, lane, ready_at)
      select ${attentionQueues.telegram}, id, now() from waiting order by id
      on conflict (queue, lane) do update set ready_at = excluded.ready_at
        where lane_leases.ready_at is null or lane_leases.ready_at > excluded.ready_at)
    select pg_notify('lanes', ${attentionQueues.telegram}) where exists (select from waiting)`;
}
