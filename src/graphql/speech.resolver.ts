import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { SendCannedReplyInput } from './canned.types';
import { type GraphqlDomain, knownId, plain, present, type RequestContext, withKnownDialogue } from './context';
import { AddNoteInput, DialogueInput, EditMessageInput, SendMessageInput, SetTagsInput } from './inputs';
import { AddNotePayload, DialoguePayload, EditMessagePayload, SendMessagePayload } from './payloads';

/** What operators say and write in dialogues. */
@Resolver()
export class SpeechResolver {
  constructor(private readonly domain: GraphqlDomain) {}

  @Mutation(() => SendMessagePayload, {
    description: 'Says something to the user as the operator who has the dialogue.',
  })
  async sendMessage(
    @Arg('input', () => SendMessageInput, { description: 'Where and what.' }) input: SendMessageInput,
    @Ctx() context: RequestContext,
  ) {
    return messageOf(context, await this.domain.speech.reply(context.viewer, withKnownDialogue(input)));
  }

  @Mutation(() => SendMessagePayload, {
    description: 'Says a canned reply in the user’s language, as the operator who has the dialogue.',
  })
  async sendCannedReply(
    @Arg('input', () => SendCannedReplyInput, { description: 'Where and which.' }) input: SendCannedReplyInput,
    @Ctx() context: RequestContext,
  ) {
    return messageOf(context, await this.domain.speech.replyCanned(context.viewer, withKnownDialogue(input)));
  }

  @Mutation(() => EditMessagePayload, {
    description: 'Changes what an operator said or noted; what was said changes for the user, too.',
  })
  async editMessage(
    @Arg('input', () => EditMessageInput, { description: 'Which message, and what it says.' }) input: EditMessageInput,
    @Ctx() context: RequestContext,
  ) {
    const messageId = knownId('message', input.messageId);
    return messageOf(context, await this.domain.speech.edit(context.viewer, plain(input, { messageId })));
  }

  @Mutation(() => AddNotePayload, { description: 'Writes something that only operators see.' })
  async addNote(
    @Arg('input', () => AddNoteInput, { description: 'Where and what.' }) input: AddNoteInput,
    @Ctx() context: RequestContext,
  ) {
    return messageOf(context, await this.domain.speech.addNote(context.viewer, withKnownDialogue(input)));
  }

  @Mutation(() => DialoguePayload, { description: 'Notes that operators have read what the user wrote.' })
  async markRead(
    @Arg('input', () => DialogueInput, { description: 'Which dialogue.' }) input: DialogueInput,
    @Ctx() context: RequestContext,
  ) {
    return dialogueOf(context, await this.domain.speech.markRead(context.viewer, withKnownDialogue(input)));
  }

  @Mutation(() => DialoguePayload, { description: 'Gives a dialogue its marks, in place of those that it has.' })
  async setTags(
    @Arg('input', () => SetTagsInput, { description: 'Which dialogue, and by what it is found.' }) input: SetTagsInput,
    @Ctx() context: RequestContext,
  ) {
    return dialogueOf(context, await this.domain.speech.setTags(context.viewer, withKnownDialogue(input)));
  }
}

async function messageOf({ loaders }: RequestContext, id: string) {
  return { message: present(await loaders.messages.load(id)) };
}

async function dialogueOf({ loaders }: RequestContext, id: string) {
  return { dialogue: present(await loaders.dialogues.load(id)) };
}
