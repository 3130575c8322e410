import type { Database } from '../../../src/infra/database';

/** What must not be found when all is over, each as a query for the number of faults. */
const questions = {
  'numbers of messages with gaps': `
    select count(*) from (select dialogue_id from messages group by dialogue_id
      having count(*) <> max(seq) or min(seq) <> 1) gaps`,
  'handoffs that ended without one outcome': `
    select count(*) from handoffs where (ended_at is null) <> (outcome is null)`,
  'ends of one handoff beside the first': `
    select count(*) from (select after->>'id' from diary where about = 'handoffs' and after->>'ended_at' is not null
      and before->>'ended_at' is null group by 1 having count(*) > 1) repeated`,
  'dialogues with more than one open handoff': `
    select count(*) from (select dialogue_id from handoffs where ended_at is null group by 1 having count(*) > 1) several`,
  'changes that nobody was told of': `
    select count(*) from diary d where not exists (select from events e
      where e.xmin::text = d.tx::text and e.dialogue_id = coalesce(d.after->>'dialogue_id', d.after->>'id')
        and e.kind = case d.about when 'messages' then 'MESSAGE_ADDED' else 'DIALOGUE_CHANGED' end::"EventKind"
        and (d.about <> 'messages' or e.message_id = d.after->>'id'))`,
  'messages that should go out and do not': `
    select count(*) from messages m left join deliveries d on d.message_id = m.id
    where (m.role in ('BOT', 'OPERATOR', 'SYSTEM')) <> (d.id is not null)`,
  'transactions that waited for each other in a ring': `
    select deadlocks as count from pg_stat_database where datname = current_database()`,
};

/** What is wrong with everything together, when nothing is under way any more. */
export async function faultsOfAll({ pool }: Database): Promise<string[]> {
  const faults: string[] = [];
  for (const [what, sql] of Object.entries(questions)) {
    const { rows } = await pool.query<{ count: string }>(sql);
    if (Number(rows[0]?.count) !== 0) faults.push(`${what}: ${rows[0]?.count}`);
  }
  return faults;
}
