import { badInput } from '../errors';
import type { EventKind } from '../events/events.rules';
import { cleanLine } from '../infra/clean-text';
import { checkedUrl, type FetchPolicy, FetchRefused, publicHosts } from '../infra/safe-fetch';
import type { EndpointChange } from './endpoints.store';
import { eventKinds } from './webhook.rules';

type Maybe<T> = T | null | undefined;

/** What an endpoint may be given; what is not given stays as it is, or is the usual. */
export interface EndpointDetails {
  readonly url?: Maybe<string>;
  readonly description?: Maybe<string>;
  /** None: all kinds. */
  readonly eventTypes?: Maybe<readonly EventKind[]>;
  /** None: all bots. */
  readonly botIds?: Maybe<readonly string[]>;
}

const longestDescription = 200;

/** What is given for an endpoint as it may be kept. Throws BAD_USER_INPUT. */
export function checkedChange(
  { url, description, eventTypes, botIds }: EndpointDetails,
  known: { readonly botIds: readonly string[]; readonly policy?: FetchPolicy | undefined },
): EndpointChange {
  const kinds = [...new Set(eventTypes)];
  if (kinds.some((kind) => !eventKinds.includes(kind))) throw badInput({ eventTypes: 'invalid' });
  const bots = [...new Set(botIds)];
  if (bots.some((id) => !known.botIds.includes(id))) throw badInput({ botIds: 'bot_unknown' });
  return {
    ...(url !== undefined && url !== null && { url: checkedAddress(url, known.policy) }),
    ...(description !== undefined && { description: cleanLine(description ?? '', longestDescription) || null }),
    ...(eventTypes && { eventTypes: kinds }),
    ...(botIds && { botIds: bots }),
  };
}

/** What users write goes over open networks under lock and key only. */
function checkedAddress(address: string, policy: FetchPolicy = publicHosts): string {
  try {
    const url = checkedUrl(address.trim(), policy);
    const { protocol, hostname, port } = url;
    if (protocol !== 'https:' && !policy.trusts?.(`${hostname}:${port || 80}`)) throw badInput({ url: 'https_needed' });
    return url.href;
  } catch (error) {
    if (!(error instanceof FetchRefused)) throw error;
    throw badInput({ url: 'address_forbidden' });
  }
}
