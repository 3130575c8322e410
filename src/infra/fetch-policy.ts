import { type FetchPolicy, publicHosts } from './safe-fetch';

/**
 * Public hosts, and these hosts of the owner's own network, each written host:port. Whoever names a host vouches for it:
 * it is reached by its name wherever that leads.
 */
export function withTrustedHosts(hosts: readonly string[]): FetchPolicy {
  const trusted = new Set(hosts.map((one) => one.toLowerCase()));
  return trusted.size === 0 ? publicHosts : { ...publicHosts, trusts: (host) => trusted.has(host) };
}
