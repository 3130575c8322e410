import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { BotType } from './bots.types';
import { RepeatableInput } from './inputs';
import { DateTime } from './scalars';

/** A model that was tuned. */
@ObjectType('TunedModel', {
  description: 'A model that was fine-tuned on answers of a bot that people have found good.',
  simpleResolvers: true,
})
export abstract class TunedModelType {
  @Field(() => ID, { description: 'Opaque and sortable by time.' })
  abstract readonly id: string;

  @Field(() => String, { description: 'What the service calls it.' })
  abstract readonly model: string;

  @Field(() => String, { description: 'What it was made from.' })
  abstract readonly baseModel: string;

  @Field(() => Int, { description: 'From how many answers it learnt.' })
  abstract readonly examples: number;

  @Field(() => DateTime, { description: 'When it was begun.' })
  abstract readonly createdAt: Date;
}

/** Which model answers. */
@InputType('UseModelInput', { description: 'Which model answers for a bot.' })
export abstract class UseModelInput extends RepeatableInput {
  @Field(() => ID, { description: 'The bot.' })
  abstract readonly botId: string;

  @Field(() => ID, { nullable: true, description: 'A model tuned for it; none: the model of the deployment.' })
  abstract readonly tunedModelId?: string | null | undefined;
}

/** Which model answers now. */
@ObjectType('UseModelPayload', { description: 'Which model answers for a bot now.', simpleResolvers: true })
export abstract class UseModelPayload {
  @Field(() => BotType, { description: 'The bot.' })
  abstract readonly bot: object;
}
