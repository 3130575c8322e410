import { Field, ObjectType } from 'type-graphql';
import { DialogueType, MessageType } from './dialogues.types';
import { HandoffType } from './handoff.types';
import { KnowledgeDocumentType } from './knowledge.types';
import { ApiClientType, OperatorType, UserType } from './people.types';
import { DateTime } from './scalars';

/** Who has signed in. */
@ObjectType('SignInPayload', { description: 'Who has signed in; the session is in the cookie.', simpleResolvers: true })
export abstract class SignInPayload {
  @Field(() => OperatorType, { description: 'The operator.' })
  abstract readonly operator: object;
}

/** What was sent. */
@ObjectType('SendMessagePayload', { description: 'What was sent.', simpleResolvers: true })
export abstract class SendMessagePayload {
  @Field(() => MessageType, { description: 'The message.' })
  abstract readonly message: object;
}

/** What the user thinks of an answer. */
@ObjectType('GiveFeedbackPayload', { description: 'What the user thinks of an answer.', simpleResolvers: true })
export abstract class GiveFeedbackPayload {
  @Field(() => MessageType, { description: 'The answer.' })
  abstract readonly message: object;
}

/** What was changed. */
@ObjectType('EditMessagePayload', { description: 'What was changed.', simpleResolvers: true })
export abstract class EditMessagePayload {
  @Field(() => MessageType, { description: 'The message as it is now.' })
  abstract readonly message: object;
}

/** What was noted. */
@ObjectType('AddNotePayload', { description: 'What was noted.', simpleResolvers: true })
export abstract class AddNotePayload {
  @Field(() => MessageType, { description: 'The note.' })
  abstract readonly message: object;
}

/** What a change of who answers came to. */
@ObjectType('HandoffPayload', { description: 'What a change of who answers came to.', simpleResolvers: true })
export abstract class HandoffPayload {
  @Field(() => HandoffType, { description: 'The handoff.' })
  abstract readonly handoff: object;

  @Field(() => DialogueType, { description: 'The dialogue afterwards.' })
  abstract readonly dialogue: object;
}

/** What became of a dialogue. */
@ObjectType('DialoguePayload', { description: 'What became of a dialogue.', simpleResolvers: true })
export abstract class DialoguePayload {
  @Field(() => DialogueType, { description: 'The dialogue afterwards.' })
  abstract readonly dialogue: object;
}

/** What became of a user. */
@ObjectType('UserPayload', { description: 'What became of a user.', simpleResolvers: true })
export abstract class UserPayload {
  @Field(() => UserType, { description: 'The user afterwards.' })
  abstract readonly user: object;
}

/** What became of a document. */
@ObjectType('KnowledgePayload', { description: 'What became of a document.', simpleResolvers: true })
export abstract class KnowledgePayload {
  @Field(() => KnowledgeDocumentType, { description: 'The document; as it last was when it is removed.' })
  abstract readonly document: object;
}

/** A new key. */
@ObjectType('CreateApiKeyPayload', { description: 'A new API key.', simpleResolvers: true })
export abstract class CreateApiKeyPayload {
  @Field(() => ApiClientType, { description: 'The app that the key stands for.' })
  abstract readonly client: object;

  @Field(() => String, { description: 'The key, for `Authorization: Bearer …`; it is shown this once.' })
  abstract readonly secret: string;
}

/** What became of an operator. */
@ObjectType('OperatorPayload', { description: 'What became of an operator, or a new one.', simpleResolvers: true })
export abstract class OperatorPayload {
  @Field(() => OperatorType, { description: 'The operator.' })
  abstract readonly operator: object;
}

/** The way into Telegram. */
@ObjectType('TelegramInvitePayload', { description: 'A link for one operator.', simpleResolvers: true })
export abstract class TelegramInvitePayload {
  @Field(() => String, { description: 'The t.me link; whoever opens it first is the operator.' })
  abstract readonly url: string;

  @Field(() => DateTime, { description: 'Until when it can be opened.' })
  abstract readonly expiresAt: Date;
}
