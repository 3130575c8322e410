import { Field, Float, Int, ObjectType } from 'type-graphql';
import { DateTime } from './scalars';

/** The people of one bot, or of all. */
@ObjectType('Desk', { description: 'The people behind one bot, or behind all.', simpleResolvers: true })
export abstract class DeskType {
  @Field(() => Boolean, { description: 'Whether a translator is configured.' })
  abstract readonly translator: boolean;

  @Field(() => Boolean, { description: 'Whether it is business hours now, of one of the bots at least.' })
  abstract readonly open: boolean;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When business hours begin; null while they are on, and when that is more than 14 days away.',
  })
  abstract readonly opensAt: Date | null;
}

/** How the desk fares. */
@ObjectType('DeskFigures', { description: 'How the desk fares: now, and since a moment.', simpleResolvers: true })
export abstract class DeskFiguresType {
  @Field(() => DateTime, { description: 'The moment since which handoffs are counted, by when they were requested.' })
  abstract readonly since: Date;

  @Field(() => Int, { description: 'How many users wait now, but for those who have left a message.' })
  abstract readonly waiting: number;

  @Field(() => Int, { description: 'How many dialogues operators have now.' })
  abstract readonly withOperators: number;

  @Field(() => Int, { description: 'How many users have left a message that nobody has taken up.' })
  abstract readonly messagesLeft: number;

  @Field(() => Float, { nullable: true, description: 'How long the one who has waited longest waits by now.' })
  abstract readonly longestWaitSeconds: number | null;

  @Field(() => Int, { description: 'How many handoffs there were.' })
  abstract readonly requested: number;

  @Field(() => Int, { description: 'How many of them an operator accepted.' })
  abstract readonly accepted: number;

  @Field(() => Int, { description: 'How many ended because nobody came in time.' })
  abstract readonly timedOut: number;

  @Field(() => Int, { description: 'How many users went back to the bot by themselves.' })
  abstract readonly cancelled: number;

  @Field(() => Float, { nullable: true, description: 'From the request to the acceptance: the median.' })
  abstract readonly medianAcceptSeconds: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'From the request to the first answer of an operator: the median.',
  })
  abstract readonly medianFirstReplySeconds: number | null;

  @Field(() => Int, { description: 'How many users gave a rating.' })
  abstract readonly ratings: number;

  @Field(() => Float, { nullable: true, description: 'The mean of the ratings, 1..5.' })
  abstract readonly averageRating: number | null;

  @Field(() => Int, { description: 'How many of the bot’s answers since then users say have helped.' })
  abstract readonly answersLiked: number;

  @Field(() => Int, { description: 'How many of the bot’s answers since then users say have not helped.' })
  abstract readonly answersDisliked: number;
}

/** How one operator fares. */
@ObjectType('OperatorFigures', { description: 'How one operator fares.', simpleResolvers: true })
export abstract class OperatorFiguresType {
  @Field(() => Int, { description: 'How many dialogues the operator has now.' })
  abstract readonly active: number;

  @Field(() => Int, { description: 'How many handoffs since the moment the operator has or had last.' })
  abstract readonly accepted: number;

  @Field(() => Float, { nullable: true, description: 'From the acceptance to the first answer: the median.' })
  abstract readonly medianFirstReplySeconds: number | null;

  @Field(() => Int, { description: 'How many users gave a rating.' })
  abstract readonly ratings: number;

  @Field(() => Float, { nullable: true, description: 'The mean of the ratings, 1..5.' })
  abstract readonly averageRating: number | null;
}
