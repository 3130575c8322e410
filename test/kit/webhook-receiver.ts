import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Something that came in, whatever was answered. */
export interface Came {
  readonly headers: IncomingHttpHeaders;
  /** The bytes as they came. */
  readonly raw: string;
  readonly event: { id: string; type: string; at: string; data: any };
  readonly answered: number | 'nothing';
}

/** What a receiver answers: a status, or nothing at all. */
export type Verdict = number | 'nothing' | { readonly status: number; readonly headers: Record<string, string> };

/** An app that is told what happens. */
export interface WebhookReceiver {
  readonly host: string;
  readonly url: string;
  readonly came: Came[];
  /** What it has taken, in the order in which it came. */
  taken(): Came[];
  /** Decides from now on; 200 for everything when not told otherwise. */
  decide(verdict: (came: Omit<Came, 'answered'>) => Verdict | Promise<Verdict>): void;
  close(): Promise<void>;
}

/** Opens a receiver on loopback. */
export async function openWebhookReceiver(): Promise<WebhookReceiver> {
  const came: Came[] = [];
  let decide: Parameters<WebhookReceiver['decide']>[0] = () => 200;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    const answer = async () => {
      const raw = Buffer.concat(chunks).toString();
      const arrived = { headers: request.headers, raw, event: JSON.parse(raw) as Came['event'] };
      const verdict = await decide(arrived);
      const status = typeof verdict === 'object' ? verdict.status : verdict;
      came.push({ ...arrived, answered: status });
      if (status === 'nothing') request.socket.destroy();
      else response.writeHead(status, typeof verdict === 'object' ? verdict.headers : {}).end('{}');
    };
    request.on('end', () => void answer());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    url: `http://${host}/besedka`,
    came,
    taken: () => came.filter(({ answered }) => typeof answered === 'number' && answered < 300),
    decide: (verdict) => {
      decide = verdict;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Checks a signature as the documentation tells receivers to. */
export function isSignedWith(
  secret: string,
  { headers, raw }: Pick<Came, 'headers' | 'raw'>,
  toleranceS = 300,
): boolean {
  const parts = String(headers['besedka-signature']).split(',');
  const t = parts.find((part) => part.startsWith('t='))?.slice(2) ?? '';
  if (Math.abs(Date.now() / 1_000 - Number(t)) > toleranceS) return false;
  const right = createHmac('sha256', secret).update(`${t}.${raw}`).digest();
  const shown = parts.filter((part) => part.startsWith('v1=')).map((part) => Buffer.from(part.slice(3), 'hex'));
  return shown.some((one) => one.length === right.length && timingSafeEqual(one, right));
}
