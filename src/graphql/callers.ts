import type { IncomingHttpHeaders } from 'node:http';
import { fromAcceptLanguage } from '../infra/languages';
import type { ApiKeys } from '../people/api-keys';
import type { SignIn } from '../people/sign-in';
import type { Viewer } from '../people/viewer';
import type { Caller } from './context';

/** What a request shows to say who is asking. */
export interface Shown {
  readonly authorization: string | undefined;
  readonly cookie: string | undefined;
  /** Where the page that asks comes from; absent outside browsers. */
  readonly origin: string | undefined;
}

/** Who is asking, and whether they showed anything at all: nothing and something wrong are told apart on sockets. */
export interface Identified {
  readonly viewer: Viewer | null;
  readonly session: string | null;
  readonly shown: boolean;
}

/** The rules of a browser's cookie and of the pages that may use it, by the address of the deployment. */
export interface SessionRules {
  readonly cookie: string;
  readonly secure: boolean;
  /** The origins of our own pages. */
  readonly origins: ReadonlySet<string>;
}

const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];
const bearer = /^Bearer +(\S{1,500})$/i;
const tokenShape = /^[\w-]{20,100}$/;

/** The session rules of a deployment. A loopback address has several names; a page under any of them is ours. */
export function sessionRules(publicUrl: string): SessionRules {
  const { origin, protocol, hostname, port } = new URL(publicUrl);
  const secure = protocol === 'https:';
  const names = loopbackNames.includes(hostname) ? loopbackNames : [];
  const aliases = names.map((name) => new URL(`${protocol}//${name}${port && `:${port}`}`).origin);
  // The prefix makes browsers insist on https and on this very host.
  return { cookie: secure ? '__Host-besedka' : 'besedka_session', secure, origins: new Set([origin, ...aliases]) };
}

/** Finds out who is asking, by API key or by session, the same way for HTTP and for sockets. */
export class Callers {
  constructor(
    private readonly deps: { apiKeys: ApiKeys; signIn: SignIn },
    readonly rules: SessionRules,
  ) {}

  /** An API key comes before a session. A session counts for our own pages only. */
  async identify({ authorization, cookie, origin }: Shown): Promise<Identified> {
    if (authorization !== undefined) {
      const key = bearer.exec(authorization)?.[1];
      return { viewer: key ? await this.deps.apiKeys.viewerOf(key) : null, session: null, shown: true };
    }
    const session = this.tokenIn(cookie);
    if (session === null) return { viewer: null, session: null, shown: false };
    const ours = this.isOurs(origin);
    return { viewer: ours ? await this.deps.signIn.viewerOf(session) : null, session, shown: true };
  }

  /** True for our own pages, and for what is no page at all: browsers tell the origin of whatever could do harm. */
  isOurs(origin: string | undefined): boolean {
    return origin === undefined || this.rules.origins.has(origin);
  }

  /** The header that gives the browser a session, or takes it away. */
  cookieOf(token: string | null): string {
    const { cookie, secure } = this.rules;
    const age = token === null ? '; Max-Age=0' : '';
    return `${cookie}=${token ?? ''}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}${age}`;
  }

  private tokenIn(header: string | undefined): string | null {
    const prefix = `${this.rules.cookie}=`;
    const pair = header?.split(';').find((one) => one.trim().startsWith(prefix));
    const token = pair?.trim().slice(prefix.length) ?? '';
    return tokenShape.test(token) ? token : null;
  }
}

/** What the headers of a request show. */
export function shownIn(headers: IncomingHttpHeaders): Shown {
  return { authorization: headers.authorization, cookie: headers.cookie, origin: headers.origin };
}

/** Somebody who has shown who they are, or nobody. */
export function callerOf(
  { viewer, session }: Pick<Identified, 'viewer' | 'session'>,
  from: { readonly acceptLanguage: string | undefined; readonly ip: string },
): Caller {
  return { viewer, session: viewer && session, language: fromAcceptLanguage(from.acceptLanguage), ip: from.ip };
}
