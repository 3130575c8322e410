import type { Server } from 'node:http';
import { PrismaPg } from '@prisma/adapter-pg';
import express from 'express';
import { fastify } from 'fastify';
import { Bot, webhookCallback } from 'grammy';
import type { UserFromGetMe } from 'grammy/types';
import { Inbox } from '../src/dialogues/inbox';
import { openDatabase } from '../src/infra/database';
import { openHttpServer } from '../src/infra/http-server';
import { openLog } from '../src/infra/log';
import { PrismaClient } from '../src/infra/prisma-client/client';
import { registerWebhook } from '../src/telegram/webhook';

/** The ways to take an update that are compared. */
export const variants = ['besedka', 'empty', 'grammy'] as const;

/** One of the ways to take an update. */
export type Variant = (typeof variants)[number];

/** The secret that all of them ask for. */
export const secret = 'bench-secret';

/** Where all of them take updates. */
export const webhookPath = '/telegram/bench';

const host = '127.0.0.1';
const poolSize = 10;

const open: Record<Variant, (databaseUrl: string, port: number) => Promise<void>> = {
  /** Our route on our server, with everything that a real process has around it. */
  async besedka(url, port) {
    const log = openLog('warn');
    const database = await openDatabase({ url, poolSize, log });
    const { server } = openHttpServer({ log, readiness: [] });
    const bots = [{ botId: 'bot_bench', slug: 'bench', secret }];
    await registerWebhook(server, { bots, inbox: new Inbox({ database }), log });
    await server.listen({ host, port });
  },

  /** A handler that does nothing but let fastify read the body. */
  async empty(_url, port) {
    const server = fastify();
    server.post(webhookPath, (_request, reply) => void reply.send());
    await server.listen({ host, port });
  },

  /** grammY's own way on express: the update is handled in the request, with one insert through Prisma. */
  async grammy(url, port) {
    const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: poolSize }) });
    const botInfo = { id: 1, is_bot: true, first_name: 'Bench', username: 'bench_bot' } as UserFromGetMe;
    const bot = new Bot('1:bench', { botInfo });
    bot.on('message', async (context) => {
      const { update_id: updateId } = context.update;
      const payload = JSON.parse(JSON.stringify(context.update));
      const lane = `bot_bench:${context.chat.id}`;
      const item = { lane, source: 'telegram', botId: 'bot_bench', dedupeKey: `bot_bench:${updateId}`, payload };
      await prisma.inboxItem.create({ data: item });
    });
    const app = express();
    app.use(express.json());
    app.post(webhookPath, webhookCallback(bot, 'express', { secretToken: secret }));
    await new Promise<Server>((resolve) => {
      const server = app.listen(port, host, () => resolve(server));
    });
  },
};

async function main([variant, databaseUrl, port]: string[]): Promise<void> {
  if (!variants.includes(variant as Variant)) throw new Error(`one of ${variants.join(', ')}`);
  await open[variant as Variant](databaseUrl ?? '', Number(port));
  process.stdout.write('listening\n');
}

if (require.main === module) void main(process.argv.slice(2));
