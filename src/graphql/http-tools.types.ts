import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { HttpMethod, ServiceOrigin, ToolEffect } from './enums';
import { LocalisedTextInput } from './halls.types';
import { RepeatableInput } from './inputs';
import { NodeType } from './node.types';
import { OutsideServiceFields } from './outside-services.types';
import { DateTime, Json } from './scalars';

type Maybe<T> = T | null | undefined;

/** A tool that calls somebody's HTTP service. */
@ObjectType('HttpTool', {
  description: 'A tool that calls somebody’s HTTP service.',
  implements: NodeType,
  simpleResolvers: true,
})
export abstract class HttpToolType extends NodeType {
  @Field(() => String, { description: 'As the model calls it.' })
  abstract readonly name: string;

  @Field(() => Boolean, { description: 'Whether the bot may call it.' })
  abstract readonly enabled: boolean;

  @Field(() => DateTime, { description: 'When the bot first had it.' })
  abstract readonly createdAt: Date;
}

/** What an HTTP tool is to be. */
@InputType()
abstract class HttpToolFields extends OutsideServiceFields {
  @Field(() => String, { description: 'As the model calls it: Latin letters, digits, _ and -, 64 at most.' })
  abstract readonly name: string;

  @Field(() => LocalisedTextInput, { description: 'What it is for: the model chooses by that.' })
  abstract readonly description: LocalisedTextInput;

  @Field(() => LocalisedTextInput, { nullable: true, description: 'What the user reads above what they agree to.' })
  abstract readonly title?: Maybe<LocalisedTextInput>;

  @Field(() => String, {
    description: 'Its address; {arguments} stand in the path and the query only: https://crm.example/orders/{order}.',
  })
  abstract readonly url: string;

  @Field(() => HttpMethod, { nullable: true, description: 'GET when not given.' })
  abstract readonly method?: Maybe<keyof typeof HttpMethod>;

  @Field(() => ToolEffect, { nullable: true, description: 'READ for GET and WRITE for all others when not given.' })
  abstract readonly effect?: Maybe<keyof typeof ToolEffect>;

  @Field(() => Json, { nullable: true, description: 'JSON schema of an object; no arguments when not given.' })
  abstract readonly parameters?: unknown;

  @Field(() => Json, {
    nullable: true,
    description: 'What arguments are called where the user reads them: { order: { ru: …, en: … } }.',
  })
  abstract readonly labels?: unknown;

  @Field(() => String, {
    nullable: true,
    description: 'The key of signatures: never read back. Where it is not given what is there stays.',
  })
  abstract readonly signingKey?: Maybe<string>;

  @Field(() => Int, { nullable: true, description: 'How long an answer may be, 1000..1000000; 200000 when not given.' })
  abstract readonly maxBytes?: Maybe<number>;

  @Field(() => LocalisedTextInput, {
    nullable: true,
    description: 'The answer in words, with {fields} of it; all that it says when not given.',
  })
  abstract readonly says?: Maybe<LocalisedTextInput>;
}

/** An HTTP tool for a bot. */
@InputType('AddHttpToolInput', { description: 'A tool that calls somebody’s HTTP service.' })
export abstract class AddHttpToolInput extends HttpToolFields {
  @Field(() => ID, { description: 'The bot that gets it.' })
  abstract readonly botId: string;
}

/** An HTTP tool as it is to be from now on. */
@InputType('UpdateHttpToolInput', {
  description:
    'What an HTTP tool is from now on, as a whole; secrets that are not given stay, but not for another host.',
})
export abstract class UpdateHttpToolInput extends HttpToolFields {
  @Field(() => ID, { description: 'The tool; its name stays.' })
  abstract readonly toolId: string;
}

/** Which HTTP tool. */
@InputType('HttpToolInput', { description: 'Which HTTP tool.' })
export abstract class HttpToolInput extends RepeatableInput {
  @Field(() => ID, { description: 'The tool.' })
  abstract readonly toolId: string;
}

/** Whether an HTTP tool may be called. */
@InputType('EnableHttpToolInput', { description: 'Whether a bot may call an HTTP tool, also one of its bot.yaml.' })
export abstract class EnableHttpToolInput extends HttpToolInput {
  @Field(() => Boolean, { description: 'Whether it may be called.' })
  abstract readonly enabled: boolean;
}

/** What became of an HTTP tool. */
@ObjectType('HttpToolPayload', { description: 'What became of an HTTP tool.', simpleResolvers: true })
export abstract class HttpToolPayload {
  @Field(() => HttpToolType, { description: 'The tool afterwards.' })
  abstract readonly tool: object;
}

/** A tool that is tried. */
@ArgsType()
export abstract class TryToolArgs {
  @Field(() => ID, { description: 'Whose tool.' })
  abstract readonly bot: string;

  @Field(() => String, { description: 'The tool, as the model calls it.' })
  abstract readonly name: string;

  @Field(() => Json, { nullable: true, description: 'What it is called with: an object.' })
  abstract readonly arguments?: unknown;
}

/** What a try came to. */
@ObjectType('ToolTrial', { description: 'What a try of a tool came to.', simpleResolvers: true })
export abstract class ToolTrialType {
  @Field(() => String, { nullable: true, description: 'What it answered, in words.' })
  abstract readonly text: string | null;

  @Field(() => Json, { nullable: true, description: 'What it answered, as the model gets it beside the words.' })
  abstract readonly data: unknown;

  @Field(() => String, { nullable: true, description: 'What a user would be asked to agree to; nothing was done.' })
  abstract readonly preview: string | null;

  @Field(() => String, { nullable: true, description: 'Why it came to nothing.' })
  abstract readonly error: string | null;

  @Field(() => Int, { description: 'How long it took, in milliseconds.' })
  abstract readonly durationMs: number;
}

/** Where a service comes from, for those who show it. */
export function originOf({ origin }: { readonly origin: string }): keyof typeof ServiceOrigin {
  return origin === 'file' ? 'FILE' : 'API';
}
