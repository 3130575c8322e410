import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { ToolEffect } from './enums';
import { LocalisedTextInput } from './halls.types';
import { RepeatableInput } from './inputs';
import { NodeType } from './node.types';
import { OutsideServiceFields } from './outside-services.types';
import { DateTime } from './scalars';

type Maybe<T> = T | null | undefined;

/** Somebody's MCP server. */
@ObjectType('McpServer', {
  description: 'Somebody’s MCP server, with those of its tools that a bot may call.',
  implements: NodeType,
  simpleResolvers: true,
})
export abstract class McpServerType extends NodeType {
  @Field(() => String, { description: 'Its name; those of its tools begin with it.' })
  abstract readonly name: string;

  @Field(() => Boolean, { description: 'Whether the bot may call its tools.' })
  abstract readonly enabled: boolean;

  @Field(() => DateTime, { description: 'When the bot first had it.' })
  abstract readonly createdAt: Date;
}

/** A tool of a server that the bot may call. */
@ObjectType('AllowedTool', { description: 'A tool of an MCP server that the bot may call.', simpleResolvers: true })
export abstract class AllowedToolType {
  @Field(() => String, { description: 'As the server calls it.' })
  abstract readonly name: string;

  @Field(() => String, { description: 'As the model calls it.' })
  abstract readonly toolName: string;

  @Field(() => ToolEffect, { description: 'What the owner says that it does.' })
  abstract readonly effect: string;
}

/** A tool as its server describes it. */
@ObjectType('McpOffer', {
  description: 'A tool as its server describes it: the words of a stranger.',
  simpleResolvers: true,
})
export abstract class McpOfferType {
  @Field(() => String, { description: 'As the server calls it.' })
  abstract readonly name: string;

  @Field(() => String, { description: 'What the server says of it, cleaned and cut.' })
  abstract readonly description: string;

  @Field(() => Boolean, { description: 'Whether the server says that it only reads; nothing is decided by that.' })
  abstract readonly saysReadOnly: boolean;

  @Field(() => Boolean, { description: 'Whether the bot may call it.' })
  abstract readonly allowed: boolean;
}

/** A tool that the bot may call. */
@InputType('AllowedToolInput', { description: 'A tool of an MCP server that the bot may call.' })
export abstract class AllowedToolInput {
  @Field(() => String, { description: 'As the server calls it.' })
  abstract readonly name: string;

  @Field(() => ToolEffect, {
    nullable: true,
    description: 'WRITE when not given: the user is asked, whatever the server says of it.',
  })
  abstract readonly effect?: Maybe<keyof typeof ToolEffect>;

  @Field(() => LocalisedTextInput, { nullable: true, description: 'What the user reads above what they agree to.' })
  abstract readonly title?: Maybe<LocalisedTextInput>;

  @Field(() => LocalisedTextInput, {
    nullable: true,
    description: 'What it is for, instead of what the server says.',
  })
  abstract readonly description?: Maybe<LocalisedTextInput>;
}

@InputType()
abstract class McpServerFields extends OutsideServiceFields {
  @Field(() => String, { description: 'Its name: Latin letters, digits, _ and -, 24 at most.' })
  abstract readonly name: string;

  @Field(() => String, {
    description: 'Its address, for streamable HTTP. Programs are for bot.yaml: nothing is run because of an API.',
  })
  abstract readonly url: string;

  @Field(() => [AllowedToolInput], { description: 'Those of its tools that the bot may call.' })
  abstract readonly tools: readonly AllowedToolInput[];
}

/** An MCP server for a bot. */
@InputType('AddMcpServerInput', { description: 'An MCP server whose tools a bot gets.' })
export abstract class AddMcpServerInput extends McpServerFields {
  @Field(() => ID, { description: 'The bot that gets them.' })
  abstract readonly botId: string;
}

/** An MCP server as it is to be from now on. */
@InputType('UpdateMcpServerInput', {
  description:
    'What an MCP server is from now on, as a whole; a secret that is not given stays, but not for another host.',
})
export abstract class UpdateMcpServerInput extends McpServerFields {
  @Field(() => ID, { description: 'The server; its name stays.' })
  abstract readonly serverId: string;
}

/** Which MCP server. */
@InputType('McpServerInput', { description: 'Which MCP server.' })
export abstract class McpServerInput extends RepeatableInput {
  @Field(() => ID, { description: 'The server.' })
  abstract readonly serverId: string;
}

/** Whether the tools of a server may be called. */
@InputType('EnableMcpServerInput', {
  description: 'Whether a bot may call a server’s tools, also one of its bot.yaml.',
})
export abstract class EnableMcpServerInput extends McpServerInput {
  @Field(() => Boolean, { description: 'Whether they may be called.' })
  abstract readonly enabled: boolean;
}

/** What became of an MCP server. */
@ObjectType('McpServerPayload', { description: 'What became of an MCP server.', simpleResolvers: true })
export abstract class McpServerPayload {
  @Field(() => McpServerType, { description: 'The server afterwards.' })
  abstract readonly server: object;
}
