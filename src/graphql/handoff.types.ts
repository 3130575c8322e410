import { Field, Float, Int, ObjectType } from 'type-graphql';
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

  @Field(() => String, { nullable: true, description: 'What the user asked last, before it came to this.' })
  abstract readonly lastQuestion: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'What of the owner’s policy asked for a person: the name of a subject, or "vip".',
  })
  abstract readonly topic: string | null;

  @Field(() => DateTime, {
    description: 'Since when it waits in the queue this time; its place there is by `requestedAt`.',
  })
  abstract readonly waitingSince: Date;

  @Field(() => Int, { description: 'How many reminders were given while it waits.' })
  abstract readonly reminders: number;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the user was offered to leave a message or to go back to the bot.',
  })
  abstract readonly offeredAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the user chose to leave a message: nobody is hurried any more.',
  })
  abstract readonly leftMessageAt: Date | null;

  @Field(() => Boolean, { description: 'Whether the queue gave it to the operator by itself.' })
  abstract readonly assigned: boolean;

  @Field(() => DateTime, { nullable: true, description: 'When an operator first answered the user.' })
  abstract readonly firstReplyAt: Date | null;

  @Field(() => Int, { nullable: true, description: '1..5, given by the user after it.' })
  abstract readonly rating: number | null;
}

/** What the detector says of a text. */
@ObjectType('HandoffDetection', { description: 'What the detector says of a text.', simpleResolvers: true })
export abstract class HandoffDetectionType {
  @Field(() => Boolean, { description: 'Whether the writer wants a human.' })
  abstract readonly wantsHuman: boolean;

  @Field(() => Float, { description: 'How sure the detector is that they do, 0..1.' })
  abstract readonly confidence: number;

  @Field(() => Boolean, { description: 'Whether the bot would ask the language model before it decides.' })
  abstract readonly doubtful: boolean;

  @Field(() => LanguageTag, { description: 'The language that the text was taken for.' })
  abstract readonly language: string;

  @Field(() => String, {
    description: 'Which detector said so: "command", "rules", or "model" with the number of its version.',
  })
  abstract readonly detectedBy: string;
}
