import { z } from 'zod';
import { type FetchPolicy, publicHosts } from '../../infra/safe-fetch';
import { localised, secretHeaderName, secretName, toolName } from '../outside/definition-parts';
import { propertiesOf, type Schema, schemaFault } from '../outside/parameters.rules';
import { holesOf, templateFault } from './url-template.rules';

/** The methods that an HTTP tool can have. */
export const httpMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** One of them. */
export type HttpMethod = (typeof httpMethods)[number];

const withBody: readonly HttpMethod[] = ['POST', 'PUT', 'PATCH'];
const noArguments = { type: 'object', properties: {} };

/** An HTTP tool in bot.yaml, without what depends on where addresses may lead. */
export const httpToolDefinition = z
  .strictObject({
    name: toolName,
    /** What the user reads above what they agree to. */
    title: localised.optional(),
    description: localised,
    url: z.string().trim().max(1_000),
    method: z.enum(httpMethods).default('GET'),
    /** Reading needs nobody's agreement: by default only GET reads. */
    effect: z.enum(['read', 'write']).optional(),
    parameters: z.record(z.string(), z.unknown()).default(noArguments),
    /** What the arguments are called where the user reads them. */
    labels: z.record(z.string(), localised).default({}),
    /** A header whose value is a secret. */
    header: z.strictObject({ name: secretHeaderName, secret: secretName.optional() }).optional(),
    /** Requests are signed with a secret. */
    signature: z.strictObject({ secret: secretName.optional() }).optional(),
    timeoutMs: z.int().min(500).max(10_000).default(8_000),
    maxBytes: z.int().min(1_000).max(1_000_000).default(200_000),
    /** The answer in words, with {fields.of.it}; a list of its values when not given. */
    says: localised.optional(),
  })
  .transform((tool) => ({
    ...tool,
    effect: tool.effect ?? (tool.method === 'GET' ? ('read' as const) : ('write' as const)),
    parameters: { ...tool.parameters, additionalProperties: false } as Schema,
  }))
  .superRefine((tool, context) => {
    for (const [field, fault] of definitionFaults(tool)) {
      context.addIssue({ code: 'custom', path: [field], message: fault });
    }
  });

/** What an HTTP tool is. */
export type HttpToolDefinition = z.output<typeof httpToolDefinition>;

// Where an address may lead is another question, and is asked where that is known.
const anywhere: FetchPolicy = { ...publicHosts, trusts: () => true };

type Judged = Pick<HttpToolDefinition, 'url' | 'method' | 'parameters' | 'labels'>;

function* definitionFaults({ url, method, parameters, labels }: Judged): Generator<[string, string]> {
  const inSchema = schemaFault(parameters);
  if (inSchema !== undefined) {
    yield ['parameters', inSchema];
    return;
  }
  const inUrl = templateFault(url, parameters, anywhere);
  if (inUrl !== undefined) yield ['url', inUrl];
  const names = Object.keys(propertiesOf(parameters));
  const stray = names.find((name) => !holesOf(url).includes(name));
  if (stray !== undefined && !withBody.includes(method)) {
    yield ['parameters', `${stray} stands nowhere in the address, and ${method} sends nothing else`];
  }
  const unknown = Object.keys(labels).find((name) => !names.includes(name));
  if (unknown !== undefined) yield ['labels', `${unknown} is no parameter`];
}

/** What of a call is sent in its body: all that the address does not take; undefined where the method has none. */
export function bodyOf(definition: HttpToolDefinition, given: Readonly<Record<string, unknown>>): string | undefined {
  if (!withBody.includes(definition.method)) return undefined;
  const inUrl = holesOf(definition.url);
  return JSON.stringify(Object.fromEntries(Object.entries(given).filter(([name]) => !inUrl.includes(name))));
}
