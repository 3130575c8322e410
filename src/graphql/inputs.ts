import { Field, ID, InputType, Int } from 'type-graphql';
import { OperatorRole } from './enums';
import { LanguageTag } from './scalars';

type Maybe<T> = T | null | undefined;

/** What every mutation that may be repeated carries. */
@InputType()
export abstract class RepeatableInput {
  @Field(() => String, {
    nullable: true,
    description:
      '1..64 characters: a repeat by the same caller within 24 hours gets the first answer and does nothing again.',
  })
  abstract readonly idempotencyKey?: Maybe<string>;
}

/** An operator's credentials. */
@InputType('SignInInput', { description: 'An operator’s credentials.' })
export abstract class SignInInput {
  @Field(() => String, { description: 'The address.' })
  abstract readonly email: string;

  @Field(() => String, { description: 'The password.' })
  abstract readonly password: string;
}

/** Which dialogue. */
@InputType('DialogueInput', { description: 'Which dialogue.' })
export abstract class DialogueInput extends RepeatableInput {
  @Field(() => ID, { description: 'The dialogue.' })
  abstract readonly dialogueId: string;
}

/** What to say to the user. */
@InputType('SendMessageInput', { description: 'What to say to the user, as the operator who has the dialogue.' })
export abstract class SendMessageInput extends DialogueInput {
  @Field(() => String, { description: 'CommonMark, up to 16,000 characters.' })
  abstract readonly text: string;

  @Field(() => ID, { nullable: true, description: 'The message of the dialogue that it answers.' })
  abstract readonly replyToId?: Maybe<string>;
}

/** What an operator says instead. */
@InputType('EditMessageInput', { description: 'What an operator’s message or note says from now on.' })
export abstract class EditMessageInput extends RepeatableInput {
  @Field(() => ID, { description: 'The message.' })
  abstract readonly messageId: string;

  @Field(() => String, { description: 'CommonMark, up to 16,000 characters.' })
  abstract readonly text: string;
}

/** Whether an answer helped. */
@InputType('GiveFeedbackInput', { description: 'Whether an answer of the bot helped the app’s user.' })
export abstract class GiveFeedbackInput extends RepeatableInput {
  @Field(() => ID, { description: 'The answer: a message of the bot.' })
  abstract readonly messageId: string;

  @Field(() => Boolean, { description: 'Whether it helped; the latest word counts.' })
  abstract readonly helpful: boolean;
}

/** What only operators see. */
@InputType('AddNoteInput', { description: 'What only operators see.' })
export abstract class AddNoteInput extends DialogueInput {
  @Field(() => String, { description: 'CommonMark, up to 16,000 characters.' })
  abstract readonly text: string;
}

/** What an app's user wrote. */
@InputType('SendUserMessageInput', { description: 'What the user of an app wrote.' })
export abstract class SendUserMessageInput extends DialogueInput {
  @Field(() => String, { description: 'Up to 16,000 characters.' })
  abstract readonly text: string;
}

/** Which dialogue the people should answer. */
@InputType('RequestHandoffInput', { description: 'Which dialogue the people should answer.' })
export abstract class RequestHandoffInput extends DialogueInput {
  @Field(() => String, { nullable: true, description: 'A note for the operator.' })
  abstract readonly note?: Maybe<string>;
}

/** Which dialogue the operator takes. */
@InputType('AcceptHandoffInput', { description: 'Which dialogue the operator who asks takes.' })
export abstract class AcceptHandoffInput extends DialogueInput {}

/** To whom a dialogue passes. */
@InputType('TransferDialogueInput', { description: 'To whom a dialogue passes.' })
export abstract class TransferDialogueInput extends DialogueInput {
  @Field(() => ID, { description: 'The operator who has it afterwards.' })
  abstract readonly operatorId: string;

  @Field(() => String, { nullable: true, description: 'A note for that operator.' })
  abstract readonly note?: Maybe<string>;
}

/** Which dialogue goes back into the queue. */
@InputType('ReleaseDialogueInput', { description: 'Which dialogue goes back into the queue.' })
export abstract class ReleaseDialogueInput extends DialogueInput {
  @Field(() => String, { nullable: true, description: 'A note for whoever takes it next.' })
  abstract readonly note?: Maybe<string>;
}

/** By which marks a dialogue is found. */
@InputType('SetTagsInput', { description: 'By which marks a dialogue is found.' })
export abstract class SetTagsInput extends DialogueInput {
  @Field(() => [String], {
    description:
      'All its marks, in place of those that it has: up to 20, each of up to 40 letters, digits, spaces, - and _.',
  })
  abstract readonly tags: readonly string[];
}

/** What a user thinks of the help. */
@InputType('RateDialogueInput', { description: 'What the user of an app thinks of the help of the people.' })
export abstract class RateDialogueInput extends DialogueInput {
  @Field(() => Int, { description: '1..5.' })
  abstract readonly rating: number;
}

/** Which language a user gets. */
@InputType('SetUserLanguageInput', { description: 'In which language a user is answered from now on.' })
export abstract class SetUserLanguageInput extends RepeatableInput {
  @Field(() => ID, { description: 'The user.' })
  abstract readonly userId: string;

  @Field(() => LanguageTag, { description: 'One of the languages of the bots that the user talks to.' })
  abstract readonly language: string;
}

/** The user whom an app brings. */
@InputType('StartDialogueInput', { description: 'The user whom an integrating app brings to a bot.' })
export abstract class StartDialogueInput extends RepeatableInput {
  @Field(() => ID, { description: 'The bot.' })
  abstract readonly botId: string;

  @Field(() => String, { description: 'The app’s own id of the user; the same id is the same user.' })
  abstract readonly externalUserId: string;

  @Field(() => String, { nullable: true, description: 'How the user is called; the id when not given.' })
  abstract readonly displayName?: Maybe<string>;

  @Field(() => LanguageTag, { nullable: true, description: 'The user’s language; detected when not given.' })
  abstract readonly language?: Maybe<string>;
}

/** What a bot should know. */
@InputType('AddKnowledgeInput', { description: 'What a bot should know.' })
export abstract class AddKnowledgeInput extends RepeatableInput {
  @Field(() => ID, { description: 'The bot.' })
  abstract readonly botId: string;

  @Field(() => String, { description: 'What the document is called; users see it below answers.' })
  abstract readonly title: string;

  @Field(() => String, { description: 'Markdown; its headings cut it into passages.' })
  abstract readonly text: string;

  @Field(() => LanguageTag, { nullable: true, description: 'The language of the text; detected when not given.' })
  abstract readonly language?: Maybe<string>;

  @Field(() => String, { nullable: true, description: 'Where it came from.' })
  abstract readonly source?: Maybe<string>;

  @Field(() => ID, { nullable: true, description: 'An unanswered question that it answers; it is dealt with then.' })
  abstract readonly questionId?: Maybe<string>;
}

/** What a bot should know from an address. */
@InputType('AddKnowledgeUrlInput', { description: 'What a bot should know from an address.' })
export abstract class AddKnowledgeUrlInput extends RepeatableInput {
  @Field(() => ID, { description: 'Which bot.' })
  abstract readonly botId: string;

  @Field(() => String, { description: 'A public page or file, over http or https.' })
  abstract readonly url: string;

  @Field(() => String, { nullable: true, description: 'What it is called; what it calls itself when not given.' })
  abstract readonly title?: Maybe<string>;

  @Field(() => LanguageTag, { nullable: true, description: 'The language it is written in; detected when not given.' })
  abstract readonly language?: Maybe<string>;
}

/** Which document. */
@InputType('KnowledgeInput', { description: 'Which document.' })
export abstract class KnowledgeInput extends RepeatableInput {
  @Field(() => ID, { description: 'The document.' })
  abstract readonly documentId: string;
}

/** What a new key may do. */
@InputType('CreateApiKeyInput', { description: 'A new API key.' })
export abstract class CreateApiKeyInput extends RepeatableInput {
  @Field(() => String, { description: 'What the key is for.' })
  abstract readonly name: string;

  @Field(() => [String], {
    description:
      'What it may do: dialogues:read, dialogues:write, users:write, knowledge:read, knowledge:write, supervise, admin.',
  })
  abstract readonly scopes: readonly string[];
}

/** Which key. */
@InputType('ApiKeyInput', { description: 'Which API key.' })
export abstract class ApiKeyInput {
  @Field(() => ID, { description: 'The app that the key stands for.' })
  abstract readonly clientId: string;
}

/** Who becomes an operator. */
@InputType('InviteOperatorInput', { description: 'Who becomes an operator.' })
export abstract class InviteOperatorInput extends RepeatableInput {
  @Field(() => String, { description: 'The address to sign in with.' })
  abstract readonly email: string;

  @Field(() => String, { description: 'The name that users see.' })
  abstract readonly name: string;

  @Field(() => OperatorRole, { description: 'What they may do.' })
  abstract readonly role: keyof typeof OperatorRole;

  @Field(() => [LanguageTag], { description: 'The languages that they answer in.' })
  abstract readonly languages: readonly string[];

  @Field(() => String, { nullable: true, description: 'With a password they can sign in at once.' })
  abstract readonly password?: Maybe<string>;
}

/** What an operator is to be. */
@InputType('UpdateOperatorInput', { description: 'What an operator is to be from now on; what is not given stays.' })
export abstract class UpdateOperatorInput extends RepeatableInput {
  @Field(() => ID, { nullable: true, description: 'The operator; whoever asks when not given.' })
  abstract readonly operatorId?: Maybe<string>;

  @Field(() => String, { nullable: true, description: 'The name that users see.' })
  abstract readonly name?: Maybe<string>;

  @Field(() => [LanguageTag], { nullable: true, description: 'The languages that they answer in.' })
  abstract readonly languages?: Maybe<readonly string[]>;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether what is written in other languages is translated for them, and back for the user.',
  })
  abstract readonly translation?: Maybe<boolean>;

  @Field(() => [ID], { nullable: true, description: 'The bots that they answer for, none: all. For supervisors.' })
  abstract readonly botIds?: Maybe<readonly string[]>;

  @Field(() => Int, { nullable: true, description: 'How many dialogues at once, 1..100. For supervisors.' })
  abstract readonly capacity?: Maybe<number>;

  @Field(() => OperatorRole, { nullable: true, description: 'What they may do. For admins.' })
  abstract readonly role?: Maybe<keyof typeof OperatorRole>;
}

/** Who is to answer from Telegram. */
@InputType('TelegramInviteInput', { description: 'Who is to answer from Telegram.' })
export abstract class TelegramInviteInput extends RepeatableInput {
  @Field(() => ID, { description: 'The bot by way of which they answer.' })
  abstract readonly botId: string;

  @Field(() => ID, { description: 'The operator.' })
  abstract readonly operatorId: string;
}

/** Who is no longer to answer from Telegram. */
@InputType('UnlinkTelegramInput', { description: 'Who is no longer to answer from Telegram.' })
export abstract class UnlinkTelegramInput extends RepeatableInput {
  @Field(() => ID, { description: 'The operator.' })
  abstract readonly operatorId: string;
}
