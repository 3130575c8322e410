import { ArgsType, Field, ID, Int, ObjectType } from 'type-graphql';
import { ForwardPageArgs } from './args';
import { ToolCallStatus, ToolEffect } from './enums';
import { NodeType } from './node.types';
import { DateTime, Json } from './scalars';

/** A call of a tool in the trail of a dialogue. */
@ObjectType('ToolCallRecord', {
  description: 'A call of a tool in the trail of a dialogue, whatever came of it.',
  implements: NodeType,
  simpleResolvers: true,
})
export abstract class ToolCallRecordType extends NodeType {
  @Field(() => Int, { description: '`seq` of the user’s message that the bot was answering, or that gave the word.' })
  abstract readonly turnSeq: number;

  @Field(() => Int, { description: 'The how-manieth call for that message, from 0.' })
  abstract readonly number: number;

  @Field(() => String, { description: 'The tool.' })
  abstract readonly name: string;

  @Field(() => Json, { description: 'What it was called with.' })
  abstract readonly arguments: unknown;

  @Field(() => ToolCallStatus, { description: 'What became of it.' })
  abstract readonly status: string;

  @Field(() => Json, { nullable: true, description: 'What it answered, or what was proposed to the user.' })
  abstract readonly result: unknown;

  @Field(() => String, { nullable: true, description: 'Why it came to nothing.' })
  abstract readonly error: string | null;

  @Field(() => Int, { description: 'How long it took, in milliseconds.' })
  abstract readonly durationMs: number;

  @Field(() => DateTime, { description: 'When it began.' })
  abstract readonly createdAt: Date;
}

/** Something that a bot can do by function calling. */
@ObjectType('BotTool', { description: 'Something that a bot can do by function calling.', simpleResolvers: true })
export abstract class BotToolType {
  @Field(() => String, { description: 'As the model calls it.' })
  abstract readonly name: string;

  @Field(() => String, { description: 'What the model is told of it, in the language of the caller.' })
  abstract readonly description: string;

  @Field(() => ToolEffect, { description: 'Whether it changes something.' })
  abstract readonly effect: string;

  @Field(() => Json, { description: 'JSON schema of its arguments.' })
  abstract readonly parameters: unknown;

  @Field(() => Boolean, { description: 'Whether somebody else’s service does it.' })
  abstract readonly foreign: boolean;
}

/** A list of tool calls. */
@ArgsType()
export abstract class ToolCallsArgs extends ForwardPageArgs {
  @Field(() => ID, { description: 'In which dialogue.' })
  abstract readonly dialogue: string;
}
