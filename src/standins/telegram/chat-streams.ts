import type { FastifyReply } from 'fastify';
import type { BotAccount } from './bot-account';
import type { Person } from './user-actions';

const heartbeatMs = 15_000;

/** The open pages: each gets its chat as it stands, and then everything that happens in it. */
export class ChatStreams {
  private readonly ends = new Set<() => void>();

  /** Keeps a reply open as a stream of server-sent events. */
  open(reply: FastifyReply, bot: BotAccount, person: Person): void {
    const { id, first_name, username } = person;
    const chat = bot.openChat({ id, type: 'private', first_name, ...(username ? { username } : {}) });
    reply.hijack();
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-accel-buffering': 'no',
    });
    const send = (event: unknown) => reply.raw.write(`data: ${JSON.stringify(event)}\n\n`);
    const messages = chat.history().filter((entry) => !entry.deleted);
    send({
      type: 'state',
      messages: messages.map(({ message, sender, paidBy }) => ({ message, sender, paid: paidBy !== undefined })),
      draft: chat.draft() ?? null,
      blocked: chat.blocked,
      keyboard: chat.keyboard,
    });
    const unwatch = chat.watch(send);
    const heartbeat = setInterval(() => reply.raw.write(': still here\n\n'), heartbeatMs);
    const end = () => {
      unwatch();
      clearInterval(heartbeat);
      this.ends.delete(end);
      reply.raw.end();
    };
    this.ends.add(end);
    reply.raw.on('close', end);
  }

  /** Ends all streams; pages come back by themselves. */
  close(): void {
    for (const end of this.ends) end();
  }
}
