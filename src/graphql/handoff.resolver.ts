import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { inspectText } from '../handoff/detection';
import type { Passed } from '../handoff/handoff';
import type { Handoff } from '../infra/prisma-client/client';
import { DetectHandoffArgs } from './args';
import { type GraphqlDomain, knownId, plain, present, type RequestContext, withKnownDialogue } from './context';
import { DialogueType } from './dialogues.types';
import { HandoffDetectionType, HandoffType } from './handoff.types';
import {
  AcceptHandoffInput,
  DialogueInput,
  ReleaseDialogueInput,
  RequestHandoffInput,
  TransferDialogueInput,
} from './inputs';
import { DialoguePayload, HandoffPayload } from './payloads';
import { OperatorType } from './people.types';

/** From the bot to the people and back. */
@Resolver(() => HandoffType)
export class HandoffResolver {
  constructor(private readonly domain: GraphqlDomain) {}

  @Query(() => [HandoffType], { description: 'Those who wait for an operator, oldest first.' })
  handoffQueue(
    @Arg('bot', () => ID, { nullable: true, description: 'Of this bot only.' }) bot: string | null,
    @Ctx() context: RequestContext,
  ) {
    return this.domain.queue.waiting(context.viewer, bot ?? undefined);
  }

  @Query(() => HandoffDetectionType, { description: 'What the detector says of a text, without doing anything.' })
  detectHandoff(@Args(() => DetectHandoffArgs) args: DetectHandoffArgs, @Ctx() context: RequestContext) {
    return inspectText(context.viewer, this.domain.wishes, plain(args, { fallback: context.language }));
  }

  @FieldResolver(() => DialogueType, { description: 'The dialogue that it is about.' })
  dialogue(@Root() handoff: Handoff, @Ctx() context: RequestContext) {
    return context.loaders.dialogues.load(handoff.dialogueId);
  }

  @FieldResolver(() => OperatorType, { nullable: true, description: 'Who has or had the dialogue.' })
  operator(@Root() handoff: Handoff, @Ctx() context: RequestContext) {
    return handoff.operatorId === null ? null : context.loaders.operators.load(handoff.operatorId);
  }

  @FieldResolver(() => Int, { nullable: true, description: 'The place in the bot’s queue, from 1, while it waits.' })
  position(@Root() handoff: Handoff, @Ctx() context: RequestContext) {
    return handoff.endedAt === null ? context.loaders.positions.load(handoff.id) : null;
  }

  @Mutation(() => HandoffPayload, { description: 'Puts a dialogue into the queue of the people.' })
  async requestHandoff(
    @Arg('input', () => RequestHandoffInput, { description: 'Which dialogue.' }) input: RequestHandoffInput,
    @Ctx() context: RequestContext,
  ) {
    return shown(context, await this.domain.handoff.request(context.viewer, withKnownDialogue(input)));
  }

  @Mutation(() => HandoffPayload, {
    description:
      'Takes a dialogue, from the queue or from the bot; of several who try one wins, the others get ALREADY_CLAIMED.',
  })
  async acceptHandoff(
    @Arg('input', () => AcceptHandoffInput, { description: 'Which dialogue.' }) input: AcceptHandoffInput,
    @Ctx() context: RequestContext,
  ) {
    return shown(context, await this.domain.handoff.accept(context.viewer, withKnownDialogue(input)));
  }

  @Mutation(() => HandoffPayload, { description: 'Passes a dialogue on to another operator.' })
  async transferDialogue(
    @Arg('input', () => TransferDialogueInput, { description: 'Which dialogue, to whom.' })
    input: TransferDialogueInput,
    @Ctx() context: RequestContext,
  ) {
    const { operatorId } = input;
    const request = plain(withKnownDialogue(input), { operatorId: knownId('operator', operatorId) });
    return shown(context, await this.domain.handoff.transfer(context.viewer, request));
  }

  @Mutation(() => HandoffPayload, { description: 'Puts a dialogue that an operator has back into the queue.' })
  async releaseDialogue(
    @Arg('input', () => ReleaseDialogueInput, { description: 'Which dialogue.' }) input: ReleaseDialogueInput,
    @Ctx() context: RequestContext,
  ) {
    return shown(context, await this.domain.handoff.release(context.viewer, withKnownDialogue(input)));
  }

  @Mutation(() => HandoffPayload, { description: 'Gives a dialogue back to the bot.' })
  async returnToBot(
    @Arg('input', () => DialogueInput, { description: 'Which dialogue.' }) input: DialogueInput,
    @Ctx() context: RequestContext,
  ) {
    return shown(context, await this.domain.handoff.returnToBot(context.viewer, withKnownDialogue(input)));
  }

  @Mutation(() => DialoguePayload, { description: 'Ends a dialogue; it opens again when its user writes.' })
  async closeDialogue(
    @Arg('input', () => DialogueInput, { description: 'Which dialogue.' }) input: DialogueInput,
    @Ctx() context: RequestContext,
  ) {
    const id = await this.domain.handoff.close(context.viewer, withKnownDialogue(input));
    return { dialogue: present(await context.loaders.dialogues.load(id)) };
  }
}

async function shown({ loaders }: RequestContext, passed: Passed) {
  const [handoff, dialogue] = await Promise.all([
    loaders.handoffs.load(passed.handoffId),
    loaders.dialogues.load(passed.dialogueId),
  ]);
  return { handoff: present(handoff), dialogue: present(dialogue) };
}
