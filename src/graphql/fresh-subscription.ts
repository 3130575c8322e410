import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, execute } from 'graphql';
import type { LiveItem } from './live';
import type { LiveContext } from './live.resolver';
import { Picked, type Source } from './picked';

/**
 * Subscribes like graphql's own `subscribe`, but every event is executed with the loaders that came with it: what is
 * shown is as of the event, and all who follow the same thing share one reading of it.
 */
export async function subscribeFresh(args: ExecutionArgs): Promise<Source<ExecutionResult> | ExecutionResult> {
  const stream = await createSourceEventStream(args);
  if (!(Symbol.asyncIterator in stream)) return stream;
  const context = args.contextValue as LiveContext;
  return new Picked(stream as AsyncIterableIterator<LiveItem>, async (item) =>
    execute({ ...args, rootValue: item, contextValue: { ...context, loaders: item.loaders } }),
  );
}
