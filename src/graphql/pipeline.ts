import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import { badInput, Refusal } from '../errors';
import { RateLimit } from '../infra/rate-limit';
import type { Caller } from './context';
import { asError, Documents, type ReadDocument, storable } from './documents';
import { costOf } from './query-cost';
import { seesSchema } from './reporter';

/** A request as it came, over whatever transport. */
export interface RawRequest {
  readonly query?: unknown;
  readonly variables?: unknown;
  readonly operationName?: unknown;
}

/** A request that may be executed. */
export interface Admitted {
  readonly document: DocumentNode;
  /** The text that means the same as the document. */
  readonly source: string;
  readonly operation: OperationDefinitionNode;
  /** As they came, but for what the database could not hold. */
  readonly variables: Readonly<Record<string, unknown>>;
}

const mostCost = 5_000;
// Requests a minute. Sockets count as one request for each subscription.
const mostOfOperator = 300;
const mostOfClient = 600;
const mostOfAddress = 30;
const mostVariableFaults = 10;
const deepestVariable = 20;

/**
 * What every request passes before it is executed, over HTTP and over sockets alike: rate, size, shape, the schema's
 * rules, variables and cost. It throws what a Reporter can tell.
 */
export class Pipeline {
  private readonly documents: Documents;
  private readonly rates = new RateLimit();

  constructor(private readonly schema: GraphQLSchema) {
    this.documents = new Documents(schema);
  }

  /** Counts a request against its caller's rate. Throws RATE_LIMITED. */
  countRequest({ viewer, ip }: Caller): void {
    if (viewer?.kind === 'client' && viewer.unlimited) return;
    const most = viewer?.kind === 'client' ? mostOfClient : mostOfOperator;
    const retryAfter = viewer ? this.rates.count(viewer.id, most) : this.rates.count(`ip:${ip}`, mostOfAddress);
    if (retryAfter !== undefined) throw asError(new Refusal('RATE_LIMITED', { retryAfter }));
  }

  /** Checks a request. Throws a GraphQLError, or several in an AggregateError. */
  admit(raw: RawRequest, caller: Caller): Admitted {
    if (!caller.viewer && !this.isSignIn(raw)) throw asError(new Refusal('UNAUTHENTICATED'));
    if (typeof raw.query !== 'string') throw badRequest('the request holds no query');
    const read = this.documents.read(raw.query);
    this.checkSchema(read, caller);
    const operation = operationOf(read, raw.operationName);
    const variables = storableVariables(raw.variables);
    const values = this.checkVariables(operation, variables);
    const cost = costOf({ schema: this.schema, document: read.document, operation, variables: values });
    if (cost > mostCost) throw asError(new Refusal('QUERY_TOO_COMPLEX'));
    return { document: read.document, source: read.source, operation, variables };
  }

  /** To those who show no credentials nothing is answered but the sign-in; they do not learn what else there is. */
  private isSignIn({ query }: RawRequest): boolean {
    if (typeof query !== 'string') return false;
    try {
      const { operations } = this.documents.read(query);
      const [only] = operations;
      return (
        operations.length === 1 && only?.node.operation === OperationTypeNode.MUTATION && signsIn(only.shape.rootFields)
      );
    } catch (error) {
      // A sign-in tried many times in one request is told as what it is, all else as nobody's request.
      if (error instanceof GraphQLError) return error.originalError instanceof Refusal && /\bsignIn\b/.test(query);
      throw error;
    }
  }

  private checkSchema(read: ReadDocument, caller: Caller): void {
    const introspects = read.operations.some(({ shape }) => shape.introspects);
    if (introspects && !seesSchema(caller)) {
      const code = 'GRAPHQL_VALIDATION_FAILED';
      throw new GraphQLError('Introspection is for admins only.', { extensions: { code } });
    }
    const faults = this.documents.faults(read);
    if (faults.length > 0) throw new AggregateError(faults);
  }

  private checkVariables(operation: OperationDefinitionNode, variables: Record<string, unknown>) {
    const definitions = operation.variableDefinitions ?? [];
    const { errors, coerced } = getVariableValues(this.schema, definitions, variables, {
      maxErrors: mostVariableFaults,
    });
    if (!errors) return coerced;
    const names = errors.flatMap((error) => /^Variable "\$(\w+)"/.exec(error.message)?.[1] ?? []);
    throw asError(badInput(Object.fromEntries(names.map((name) => [name, 'invalid']))));
  }
}

function signsIn(rootFields: readonly string[]): boolean {
  return rootFields.length === 1 && rootFields[0] === 'signIn';
}

function operationOf({ operations }: ReadDocument, name: unknown): OperationDefinitionNode {
  const wanted = typeof name === 'string' && name !== '' ? name : undefined;
  const found = wanted === undefined ? operations : operations.filter(({ node }) => node.name?.value === wanted);
  const [only] = found;
  if (only && found.length === 1) return only.node;
  const code = 'OPERATION_RESOLUTION_FAILURE';
  throw new GraphQLError('The request does not say which operation of its document to execute.', {
    extensions: { code },
  });
}

function storableVariables(variables: unknown): Record<string, unknown> {
  if (variables === undefined || variables === null) return {};
  if (typeof variables !== 'object' || Array.isArray(variables)) throw badRequest('the variables are not an object');
  return deepStorable(variables) as Record<string, unknown>;
}

function deepStorable(value: unknown, depth = 0): unknown {
  if (depth > deepestVariable) throw badRequest('the variables are nested too deep');
  if (typeof value === 'string') return storable(value);
  if (Array.isArray(value)) return value.map((inner) => deepStorable(inner, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, deepStorable(inner, depth + 1)]));
}

/** The errors that something thrown comes to. */
export function errorsIn(thrown: unknown): readonly GraphQLError[] {
  if (thrown instanceof GraphQLError) return [thrown];
  if (thrown instanceof AggregateError && thrown.errors.every((one) => one instanceof GraphQLError))
    return thrown.errors;
  return [new GraphQLError('the request failed', { originalError: thrown as Error })];
}

/** The fault of a request that is not one of GraphQL at all. */
export function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } });
}
