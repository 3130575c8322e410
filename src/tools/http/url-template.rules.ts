import { checkedUrl, type FetchPolicy, FetchRefused } from '../../infra/safe-fetch';
import { propertiesOf, requiredOf, type Schema } from '../outside/parameters.rules';

/** What the product itself knows of a call, for `{context.user}` and the like. */
export type CallContext = Readonly<Record<'user' | 'dialogue' | 'language', string | null>>;

/** A template that cannot be filled: what is missing, or what of it would lead elsewhere. */
export class UrlNotFilled extends Error {
  constructor(
    readonly argument: string,
    why: string,
  ) {
    super(`${argument} ${why}`);
    this.name = 'UrlNotFilled';
  }
}

const shape = /^(https?:\/\/[^/?#{}\s]+)([^?#\s]*)(?:\?([^#\s]*))?$/;
const hole = /\{([^{}]*)\}/g;
const contextHole = /^context\.(user|dialogue|language)$/;
const inUrls = ['string', 'number', 'integer', 'boolean'];

/** The arguments that a template takes from the call. */
export function holesOf(template: string): string[] {
  const all = [...template.matchAll(hole)].map((match) => match[1] ?? '');
  return [...new Set(all.filter((name) => !contextHole.test(name)))];
}

/** What is wrong with a template; undefined: nothing. Arguments stand in its path and query only, and lead nowhere else. */
export function templateFault(template: string, parameters: Schema, policy: FetchPolicy): string | undefined {
  const [, origin, path = ''] = shape.exec(template) ?? [];
  if (origin === undefined) return 'must be an http address, with {arguments} in its path and query only';
  if (path !== '' && !path.startsWith('/')) return 'must have a path that begins with /';
  if (/[{}]/.test(template.replaceAll(hole, ''))) return 'has a brace that belongs to nothing';
  return holeFault(template, path, parameters) ?? addressFault(template.replaceAll(hole, 'x'), policy);
}

function holeFault(template: string, path: string, parameters: Schema): string | undefined {
  const properties = propertiesOf(parameters);
  for (const name of holesOf(template)) {
    if (!Object.hasOwn(properties, name)) return `names {${name}}, which the parameters do not have`;
    if (!inUrls.includes(String(properties[name]?.['type']))) return `names {${name}}, which is not a simple value`;
  }
  const optional = holesOf(path).find((name) => !requiredOf(parameters).includes(name));
  return optional === undefined ? undefined : `has {${optional}} in its path, which is not required`;
}

/** What is wrong with an address; undefined: nothing. */
export function addressFault(address: string, policy: FetchPolicy): string | undefined {
  try {
    checkedUrl(address, policy);
    return undefined;
  } catch (error) {
    if (error instanceof FetchRefused) return error.why;
    throw error;
  }
}

/** Whether what is sent there could be read on the way: plain http, but to hosts that the owner of the deployment vouches for. */
export function isInClear(address: string, policy: FetchPolicy): boolean {
  const { protocol, hostname, port } = new URL(address);
  return protocol !== 'https:' && !policy.trusts?.(`${hostname}:${port || 80}`);
}

/** The address of a call. A pair of the query whose argument was not given is left out. Throws UrlNotFilled. */
export function filledUrl(template: string, given: Readonly<Record<string, unknown>>, context: CallContext): string {
  const [, origin = '', path = '', query] = shape.exec(template) ?? [];
  const valueOf = (name: string) => {
    const known = contextHole.exec(name)?.[1] as keyof CallContext | undefined;
    return known ? context[known] : given[name];
  };
  const segments = path.split('/').map((segment) => filledSegment(segment, valueOf));
  const pairs = (query ?? '').split('&').flatMap((pair) => filledPair(pair, valueOf) ?? []);
  return `${origin}${segments.join('/')}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
}

type ValueOf = (name: string) => unknown;

function filledSegment(segment: string, valueOf: ValueOf): string {
  let last = '';
  const filled = segment.replaceAll(hole, (_whole, name: string) => {
    last = name;
    const value = textOf(valueOf(name));
    if (value === '') throw new UrlNotFilled(name, 'is missing');
    // A service may read %2F as a slash: who writes one wants to leave the path that was meant.
    if (/[/\\\p{Cc}]/u.test(value)) throw new UrlNotFilled(name, 'must not hold a slash');
    return encodeURIComponent(value);
  });
  if (last !== '' && /^\.{1,2}$/.test(filled)) throw new UrlNotFilled(last, 'must not be dots');
  return filled;
}

function filledPair(pair: string, valueOf: ValueOf): string | undefined {
  if (pair === '') return undefined;
  let lacks = false;
  const filled = pair.replaceAll(hole, (_whole, name: string) => {
    const value = textOf(valueOf(name));
    if (value !== '') return encodeURIComponent(value);
    if (contextHole.test(name)) throw new UrlNotFilled(name, 'is missing');
    lacks = true;
    return '';
  });
  return lacks ? undefined : filled;
}

function textOf(value: unknown): string {
  return ['string', 'number', 'boolean'].includes(typeof value)
    ? `${value as string | number | boolean}`.toWellFormed()
    : '';
}
