import { lookup as systemLookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { Agent, request } from 'undici';
import { isPublicAddress } from './public-address.rules';

/** Where an address may lead. The usual one: public hosts at the usual ports; tests and deployments may allow more. */
export interface FetchPolicy {
  readonly ports: readonly number[];
  readonly allows: (address: string) => boolean;
  /** All addresses of a host. */
  readonly lookup: (host: string) => Promise<readonly string[]>;
  /** Whether a host, written host:port, is reached wherever it is. */
  readonly trusts?: (host: string) => boolean;
}

/** How much patience an answer is worth. */
export interface FetchLimits {
  readonly ms: number;
  readonly bytes: number;
}

/** What came back. */
export interface Fetched {
  /** Where it was in the end, after redirects. */
  readonly url: string;
  readonly contentType: string | null;
  readonly bytes: Buffer;
}

/** What is sent to an address that somebody else chose. */
export interface Sending {
  /** POST when not said. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Of an answer that is too long its beginning is enough: without it such an answer is a fault. */
  readonly cutsAnswer?: boolean;
}

/** What was answered, whatever its status. */
export interface Answered {
  readonly status: number;
  readonly contentType: string | null;
  readonly bytes: Buffer;
  /** A header of the answer by its name in lower case. */
  readonly header: (name: string) => string | undefined;
}

/** How an address is reached. */
export interface FetchOptions {
  readonly policy?: FetchPolicy;
  readonly limits?: FetchLimits;
  readonly signal?: AbortSignal | undefined;
}

/** Why nothing came back: the address is not allowed, nobody answers in time, the answer is a refusal or too long. */
export type FetchFault = 'forbidden' | 'unreachable' | 'refused' | 'too_large';

/** An address that is not fetched, or whose answer is of no use. */
export class FetchRefused extends Error {
  constructor(
    readonly fault: FetchFault,
    readonly why: string,
    cause?: unknown,
  ) {
    super(`not fetched: ${why}`, { cause });
    this.name = 'FetchRefused';
  }
}

/** Public hosts only. */
export const publicHosts: FetchPolicy = {
  ports: [80, 443],
  allows: isPublicAddress,
  lookup: async (host) => (await systemLookup(host, { all: true })).map(({ address }) => address),
};

const usualLimits: FetchLimits = { ms: 10_000, bytes: 5 * 1_024 * 1_024 };
const mostRedirects = 3;
const longestUrl = 2_000;
const redirecting = new Set([301, 302, 303, 307, 308]);
const ownHeaders = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': 'Besedka' };
// They say where a request goes and where it ends: that is decided here.
const framingHeader =
  /^(host|connection|content-length|transfer-encoding|expect|upgrade|te|trailer|keep-alive|proxy-.*)$/i;
const decoders = new Map([
  ['gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
]);

/**
 * Gets what is at an address that somebody else chose. The host is looked up once and the connection goes to the very
 * address that was checked; each redirect is checked anew; no cookies, no credentials, nothing endless. Throws
 * FetchRefused, and the signal's reason when that is aborted.
 */
export async function safeFetch(address: string, options: FetchOptions = {}): Promise<Fetched> {
  const { policy = publicHosts } = options;
  return guarded(options, (way) => followed(checkedUrl(address, policy), way));
}

/**
 * Sends something to an address that somebody else chose, under the same rules, and brings the answer whatever its
 * status. Redirects are answers like others: what was meant for one host is told to no other.
 */
export async function safeSend(address: string, sending: Sending, options: FetchOptions = {}): Promise<Answered> {
  const { policy = publicHosts } = options;
  return guarded(options, (way) => sent(checkedUrl(address, policy), sending, way));
}

/**
 * For clients that make this one request themselves: whatever the host is called, connections by it go to the very
 * address that was checked. Each request has its own, also each redirect. Whoever takes it destroys it.
 */
export async function safeAgent(address: string, options: FetchOptions = {}): Promise<Agent> {
  const { policy = publicHosts } = options;
  return guarded(options, async (way) => agentTo(await checkedAddress(checkedUrl(address, policy), way)));
}

async function guarded<T>(options: FetchOptions, work: (way: Way) => Promise<T>): Promise<T> {
  const { policy = publicHosts, limits = usualLimits, signal } = options;
  const clock = AbortSignal.timeout(limits.ms);
  try {
    return await work({ policy, limits, signal: signal ? AbortSignal.any([clock, signal]) : clock });
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof FetchRefused) throw error;
    throw new FetchRefused('unreachable', clock.aborted ? 'it takes too long' : 'nobody answers there', error);
  }
}

/** An address as it may be fetched, without its fragment. Throws FetchRefused; hosts are looked up later. */
export function checkedUrl(address: string, policy: FetchPolicy = publicHosts): URL {
  const url = address.length > longestUrl ? null : URL.parse(address);
  const fault = url ? faultIn(url, policy) : 'it is not an address';
  if (!url || fault !== undefined) throw new FetchRefused('forbidden', fault ?? '');
  url.hash = '';
  return url;
}

function faultIn(url: URL, policy: FetchPolicy): string | undefined {
  if (!/^https?:$/.test(url.protocol)) return 'it is not http';
  if (url.username !== '' || url.password !== '') return 'it holds credentials';
  if (policy.trusts?.(hostAndPort(url))) return undefined;
  const port = portOf(url);
  if (!policy.ports.includes(port)) return 'the port is not allowed';
  const literal = hostOf(url);
  return isIP(literal) !== 0 && !policy.allows(literal) ? 'the host is not public' : undefined;
}

interface Way {
  readonly policy: FetchPolicy;
  readonly limits: FetchLimits;
  readonly signal: AbortSignal;
}

async function followed(first: URL, way: Way): Promise<Fetched> {
  let url = first;
  for (let hops = 0; hops <= mostRedirects; hops++) {
    const answer = await hop(url, way);
    if ('bytes' in answer) return answer;
    url = checkedUrl(new URL(answer.location, url).href, way.policy);
  }
  throw new FetchRefused('refused', 'it redirects too often');
}

async function hop(url: URL, way: Way): Promise<Fetched | { location: string }> {
  return exchanged({ url, method: 'GET', headers: ownHeaders }, way, async ({ status, header }, body) => {
    const location = header('location');
    if (redirecting.has(status) && location !== undefined) return { location };
    if (status !== 200) throw new FetchRefused('refused', `it answers ${status}`);
    const bytes = await wholeBody(header, body, way);
    return { url: url.href, contentType: header('content-type') ?? null, bytes };
  });
}

async function sent(url: URL, sending: Sending, way: Way): Promise<Answered> {
  const { method = 'POST', headers = {}, body: content, cutsAnswer = false } = sending;
  const framing = Object.keys(headers).find((name) => framingHeader.test(name));
  if (framing !== undefined) throw new FetchRefused('forbidden', `the header ${framing} is not for others to set`);
  const given = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const asked = { url, method, headers: { ...ownHeaders, ...given }, ...(content !== undefined && { body: content }) };
  return exchanged(asked, way, async ({ status, header }, body) => {
    const bytes = cutsAnswer ? await beginning(body, way.limits.bytes) : await wholeBody(header, body, way);
    return { status, contentType: header('content-type') ?? null, bytes, header };
  });
}

type Header = Answered['header'];

async function exchanged<T>(
  asked: { url: URL; method: NonNullable<Sending['method']>; headers: Record<string, string>; body?: string | Buffer },
  way: Way,
  read: (head: { status: number; header: Header }, body: Readable) => Promise<T>,
): Promise<T> {
  const agent = agentTo(await checkedAddress(asked.url, way));
  try {
    const { url, ...rest } = asked;
    const { statusCode, headers, body } = await request(url, { ...rest, dispatcher: agent, signal: way.signal });
    return await read({ status: statusCode, header: (name) => [headers[name]].flat()[0] }, body);
  } finally {
    // What is still under way is of no use any more.
    await agent.destroy();
  }
}

async function wholeBody(header: Header, body: Readable, { limits }: Way): Promise<Buffer> {
  if (Number(header('content-length') ?? 0) > limits.bytes) throw new FetchRefused('too_large', 'it is too long');
  return decoded(await limited(body, limits.bytes), header('content-encoding'), limits.bytes);
}

async function beginning(body: Readable, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length >= most) break;
  }
  return Buffer.concat(chunks).subarray(0, most);
}

/** The one address that the connection goes to: all that the host has must be allowed, or none is. */
async function checkedAddress(url: URL, { policy, signal }: Way): Promise<string> {
  const host = hostOf(url);
  if (isIP(host) !== 0) return host;
  const addresses = await orAborted(policy.lookup(host), signal);
  // Many networks lead nowhere by IPv6, though names have such addresses.
  const address = addresses.find((one) => isIP(one) === 4) ?? addresses[0];
  if (address === undefined) throw new FetchRefused('unreachable', 'the host has no address');
  const isAllowed = policy.trusts?.(hostAndPort(url)) || addresses.every((one) => policy.allows(one));
  if (!isAllowed) throw new FetchRefused('forbidden', 'the host is not public');
  return address;
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Whatever the host is called, the connection goes there and nowhere else. */
function agentTo(address: string): Agent {
  const family = isIP(address);
  return new Agent({
    maxHeaderSize: 16_384,
    connect: {
      autoSelectFamily: false,
      lookup: (_host, options, done) => {
        if (options.all) done(null, [{ address, family }]);
        else done(null, address, family);
      },
    },
  });
}

async function limited(body: Readable, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk as Buffer);
    length += (chunk as Buffer).length;
    if (length > most) throw new FetchRefused('too_large', 'it is too long');
  }
  return Buffer.concat(chunks);
}

async function decoded(raw: Buffer, encoding: string | undefined, maxOutputLength: number): Promise<Buffer> {
  const name = encoding?.trim().toLowerCase() ?? '';
  if (name === '' || name === 'identity') return raw;
  const decoder = decoders.get(name);
  if (!decoder) throw new FetchRefused('refused', 'its encoding is not known');
  try {
    return await decoder(raw, { maxOutputLength });
  } catch (error) {
    const isTooLong = (Object(error) as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE';
    throw new FetchRefused(isTooLong ? 'too_large' : 'refused', 'it cannot be decoded', error);
  }
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

function portOf(url: URL): number {
  return Number(url.port || (url.protocol === 'https:' ? 443 : 80));
}

function hostAndPort(url: URL): string {
  return `${url.hostname}:${portOf(url)}`;
}
