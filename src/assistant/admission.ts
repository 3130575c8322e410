import type { Dialogues } from '../dialogues/dialogues';
import type { Locales } from '../infra/locales';
import type { Dialogue, Message, User } from '../infra/prisma-client/client';
import type { Access } from '../people/access';
import { inviteHashIn } from '../people/invite-secrets';
import type { Users } from '../people/users';
import { burstOf, commandOf } from './commands.rules';
import type { Voice } from './voice';

/** What turning users away needs. */
export interface AdmissionDeps {
  readonly access: Access;
  readonly users: Users;
  readonly dialogues: Pick<Dialogues, 'latestMessages' | 'settle'>;
  readonly voice: Voice;
  readonly locales: Locales;
}

const refusals = { denied: 'access.denied', deadLink: 'access.link_dead', blocked: 'access.blocked' } as const;
type RefusalName = keyof typeof refusals;

// Whoever writes on and on is told once in a while only.
const quietMs = 60_000;
const lookBack = 30;
// Whoever may not write may still have their data deleted.
const always: ReadonlySet<string> = new Set(['delete_my_data', 'erase', 'keep']);

/** Turns away who may not write to a bot: before anything is read by the bot, and without calling a person. */
export class Admission {
  constructor(private readonly deps: AdmissionDeps) {}

  /** True when what waits first was refused and is settled; then the rest is to be looked at. What an operator has is theirs to refuse. */
  async turnsAway(dialogue: Dialogue, pending: readonly Message[]): Promise<boolean> {
    const [first] = pending;
    const [user] = await this.deps.users.byIds([dialogue.userId]);
    if (!first || !user || dialogue.status === 'OPERATOR') return false;
    const refusal = await this.refusalFor(dialogue, user, first);
    if (!refusal) return false;
    const last = burstOf(pending).at(-1) ?? first;
    const told = { key: refusals[refusal] };
    if (await this.wasToldLately(dialogue)) await this.deps.dialogues.settle(dialogue.id, last.seq);
    else await this.deps.voice.phrase(dialogue, last, told);
    return true;
  }

  private async refusalFor({ botId }: Dialogue, user: User, first: Message): Promise<RefusalName | undefined> {
    if (user.blocked) return 'blocked';
    const command = commandOf(first.text);
    if (await this.deps.access.allows(botId, user)) return undefined;
    if (command && always.has(command.name)) return undefined;
    const hash = command?.name === 'start' ? inviteHashIn(command.argument, 'access') : undefined;
    if (hash === undefined) return 'denied';
    return (await this.deps.access.redeem({ hash, botId, applicant: user })) ? undefined : 'deadLink';
  }

  private async wasToldLately({ id }: Dialogue): Promise<boolean> {
    const latest = await this.deps.dialogues.latestMessages(id, 0, lookBack);
    const since = Date.now() - quietMs;
    const { locales } = this.deps;
    const texts = new Set(
      locales.languages.flatMap((language) =>
        Object.values(refusals).map((key) => locales.t(language, `replies:${key}`)),
      ),
    );
    return latest.some(
      ({ role, text, createdAt }) => role !== 'USER' && texts.has(text) && createdAt.getTime() > since,
    );
  }
}
