import { Field, Float, ObjectType } from 'type-graphql';
import { HandoffOutcome, HandoffReason } from './enums';
import { NodeType } from './node.types';
import { DateTime, LanguageTag } from './scalars';

/** The passage of a dialogue from the bot to an operator and back. */
@ObjectType('Handoff', {
  description: 'The passage of a dialogue from the bot to an operator and back.',
  implements: NodeType,
  simpleResolvers: true,
})
export abstract class HandoffType extends NodeType {
  @Field(() => HandoffReason, { description: 'Why it came to it.' })
  abstract readonly reason: string;

  @Field(() => Float, { nullable: true, description: 'How sure the detector was, 0..1.' })
  abstract readonly confidence: number | null;

  @Field(() => String, { nullable: true, description: 'What happened so far, for the operator.' })
  abstract readonly summary: string | null;

  @Field(() => DateTime, { description: 'Since when the user waits or waited.' })
  abstract readonly requestedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When an operator first accepted.' })
  abstract readonly acceptedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was over.' })
  abstract readonly endedAt: Date | null;

  @Field(() => HandoffOutcome, { nullable: true, description: 'How it ended.' })
  abstract readonly outcome: string | null;
}

/** What the detector says of a text. */
@ObjectType('HandoffDetection', { description: 'What the detector says of a text.', simpleResolvers: true })
export abstract class HandoffDetectionType {
  @Field(() => Boolean, { description: 'Whether the writer wants a human.' })
  abstract readonly wantsHuman: boolean;

  @Field(() => Float, { description: 'How sure the detector is that they do, 0..1.' })
  abstract readonly confidence: number;

  @Field(() => LanguageTag, { description: 'The language that the text was taken for.' })
  abstract readonly language: string;

  @Field(() => String, { description: 'Which detector said so.' })
  abstract readonly detectedBy: string;
}
