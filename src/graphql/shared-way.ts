import type { GraphQLSchema } from 'graphql';
import type { Callers } from './callers';
import type { Live } from './live';
import type { Pipeline } from './pipeline';
import type { Reporter } from './reporter';

/** The request's way from bytes to an answer, shared by all transports. */
export interface SharedWay {
  readonly schema: GraphQLSchema;
  readonly callers: Callers;
  readonly pipeline: Pipeline;
  readonly reporter: Reporter;
  readonly live: Live;
}
