import type { BotAccount } from '../bot-account';
import type { Params } from '../request-params';
import type { WebhookTarget } from '../webhook-sender';

/** One call of a method, ready to be carried out. */
export interface Call {
  readonly bot: BotAccount;
  readonly params: Params;
  /** Aborted when the caller went away. */
  readonly signal: AbortSignal;
  /** What only the server as a whole can do. */
  readonly server: MethodServer;
}

/** What methods ask of the server. */
export interface MethodServer {
  /** Points a bot's updates to a webhook, or away from it. */
  setWebhook(bot: BotAccount, target: WebhookTarget | undefined): void;
  webhookAllowed(url: URL): boolean;
  /** The address of an invoice that a bot offers. */
  invoiceLink(bot: BotAccount, slug: string): string;
  /** Whether bots may write to people who never wrote to them. */
  readonly strangersWelcome: boolean;
}

/** Carries out a method; what it returns becomes `result`. */
export type Method = (call: Call) => unknown;

/** Methods by their lower-case names. */
export type Methods = Readonly<Record<string, Method>>;
