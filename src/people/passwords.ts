import { hash, verify } from '@node-rs/argon2';

// OWASP's minimum for argon2id (Password Storage Cheat Sheet): 19 MiB, two passes, one lane. The library's algorithm is argon2id unless told otherwise.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
// One check takes about 13 ms of a core: more at once would starve everything else.
const atOnce = 4;

/** Hashes and checks passwords with argon2id, a few at a time. */
export class Passwords {
  private busy = 0;
  private readonly queue: (() => void)[] = [];
  private decoy: Promise<string> | undefined;

  hash(password: string): Promise<string> {
    return this.inTurn(() => hash(password, cost));
  }

  /** Checks a password; a missing hash costs as much time as a present one and never matches. */
  async matches(password: string, passwordHash: string | null): Promise<boolean> {
    this.decoy ??= this.hash('nobody has this password');
    const against = passwordHash ?? (await this.decoy);
    return (await this.inTurn(() => verify(against, password))) && passwordHash !== null;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.busy >= atOnce) await new Promise<void>((resolve) => this.queue.push(resolve));
    else this.busy += 1;
    try {
      return await work();
    } finally {
      const next = this.queue.shift();
      if (next) next();
      else this.busy -= 1;
    }
  }
}
