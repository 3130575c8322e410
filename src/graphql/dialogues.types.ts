import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { AttachmentKind, DeliveryStatus, DialogueStatus, MessageRole } from './enums';
import { KnowledgeDocumentType } from './knowledge.types';
import { NodeType } from './node.types';
import { DateTime, Json, LanguageTag } from './scalars';

/** A user's conversation with a bot. */
@ObjectType('Dialogue', {
  description: 'A user’s conversation with a bot; its messages are numbered.',
  implements: NodeType,
  simpleResolvers: true,
})
export abstract class DialogueType extends NodeType {
  @Field(() => DialogueStatus, { description: 'Who answers now.' })
  abstract readonly status: string;

  @Field(() => LanguageTag, { description: 'The language of the replies.' })
  abstract readonly language: string;

  @Field(() => String, { nullable: true, description: 'What it is about, in short; written by the bot.' })
  abstract readonly subject: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What the people settled with the user in the last handoff; the bot knows it, too.',
  })
  abstract readonly memory: string | null;

  @Field(() => Int, { description: 'How many messages of the user no operator has read.' })
  abstract readonly unreadCount: number;

  @Field(() => Int, { nullable: true, description: '1..5, given by the user.' })
  abstract readonly rating: number | null;

  @Field(() => [String], { description: 'Marks by which operators sort dialogues.' })
  abstract readonly tags: readonly string[];

  @Field(() => DateTime, { description: 'When it began.' })
  abstract readonly createdAt: Date;

  @Field(() => DateTime, { description: 'When something last happened in it.' })
  abstract readonly updatedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was closed, while it is.' })
  abstract readonly closedAt: Date | null;
}

/** Something said in a dialogue. */
@ObjectType('Message', {
  description: 'Something said in a dialogue.',
  implements: NodeType,
  simpleResolvers: true,
})
export abstract class MessageType extends NodeType {
  @Field(() => Int, { description: '1, 2, 3… inside its dialogue, without gaps.' })
  abstract readonly seq: number;

  @Field(() => MessageRole, { description: 'Who said it.' })
  abstract readonly role: string;

  @Field(() => String, { description: 'CommonMark; what the user sees is rendered from it.' })
  abstract readonly text: string;

  @Field(() => LanguageTag, { nullable: true, description: 'The language of the text.' })
  abstract readonly language: string | null;

  @Field(() => DeliveryStatus, { description: 'What became of sending it.' })
  abstract readonly delivery: string;

  @Field(() => String, { nullable: true, description: 'Why it was not sent, or why nobody knows.' })
  abstract readonly deliveryError: string | null;

  @Field(() => DateTime, { description: 'When it was stored.' })
  abstract readonly createdAt: Date;

  @Field(() => String, {
    nullable: true,
    description: 'The words of that message that it quotes, where it is an answer to them.',
  })
  abstract readonly quote: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'What the user thinks of an answer of the bot: 1 when it helped, -1 when it did not.',
  })
  abstract readonly feedback: number | null;

  @Field(() => DateTime, { nullable: true, description: 'When its author last changed it.' })
  abstract readonly editedAt: Date | null;
}

/** Something sent beside or instead of text. */
@ObjectType('Attachment', { description: 'Something sent beside or instead of text.', simpleResolvers: true })
export abstract class AttachmentType {
  @Field(() => AttachmentKind, { description: 'What it is.' })
  abstract readonly kind: string;

  @Field(() => String, { nullable: true, description: 'The name of the file.' })
  abstract readonly fileName: string | null;

  @Field(() => String, { nullable: true, description: 'The media type.' })
  abstract readonly mimeType: string | null;

  @Field(() => Int, { nullable: true, description: 'The size in bytes.' })
  abstract readonly size: number | null;

  @Field(() => String, { nullable: true, description: 'What is said in it, for voice.' })
  abstract readonly transcript: string | null;

  @Field(() => String, { nullable: true, description: 'Where it can be fetched.' })
  abstract readonly url: string | null;
}

/** Something that the bot did for an answer. */
@ObjectType('ToolCall', { description: 'Something that the bot did for an answer.', simpleResolvers: true })
export abstract class ToolCallType {
  @Field(() => String, { description: 'The tool.' })
  abstract readonly name: string;

  @Field(() => Json, { description: 'What it was called with.' })
  abstract readonly arguments: unknown;

  @Field(() => Json, { nullable: true, description: 'What it answered.' })
  abstract readonly result: unknown;

  @Field(() => String, { nullable: true, description: 'Why it failed.' })
  abstract readonly error: string | null;

  @Field(() => Int, { description: 'How long it took, in milliseconds.' })
  abstract readonly durationMs: number;
}

/** Where a bot's answer comes from. */
@ObjectType('Citation', { description: 'Where a bot’s answer comes from.', simpleResolvers: true })
export abstract class CitationType {
  @Field(() => KnowledgeDocumentType, { description: 'The document that the passage is from.' })
  abstract readonly document: object;

  @Field(() => String, { description: 'The passage that the answer rests on.' })
  abstract readonly passage: string;

  @Field(() => Float, { description: 'How well the passage fits the question.' })
  abstract readonly score: number;
}

/** A piece of the bot's answer while it is written. */
@ObjectType('ReplyChunk', { description: 'A piece of the bot’s answer while it is written.', simpleResolvers: true })
export abstract class ReplyChunkType {
  @Field(() => ID, { description: 'Where the answer is written.' })
  abstract readonly dialogueId: string;

  @Field(() => String, { description: 'What comes next of the text.' })
  abstract readonly text: string;

  @Field(() => Boolean, { description: 'Whether this is the last piece of the answer.' })
  abstract readonly done: boolean;
}
