import { ArgsType, Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { RepeatableInput } from './inputs';
import { NodeType } from './node.types';
import { DateTime, Json } from './scalars';

type Maybe<T> = T | null | undefined;

/** Money. */
@ObjectType('Money', {
  description: 'Money in minor units: 150000 RUB is 1,500 roubles.',
  simpleResolvers: true,
})
export abstract class MoneyType {
  @Field(() => Int, { description: 'How many minor units.' })
  abstract readonly amount: number;

  @Field(() => String, { description: 'The currency as ISO 4217 names it.' })
  abstract readonly currency: string;
}

/** Something that can be booked by the hour. */
@ObjectType('Hall', {
  description: 'Something that can be booked by the hour.',
  implements: NodeType,
  simpleResolvers: true,
})
export abstract class HallType extends NodeType {
  @Field(() => String, { description: 'Its short name, unique for its bot.' })
  abstract readonly slug: string;

  @Field(() => [String], { description: 'Other names that people have for it.' })
  abstract readonly aliases: readonly string[];

  @Field(() => Int, { description: 'How many people it holds.' })
  abstract readonly capacity: number;

  @Field(() => MoneyType, { description: 'What an hour costs.' })
  abstract readonly pricePerHour: MoneyType;

  @Field(() => Json, {
    description:
      'From when to when it is open, by its own clock: { "mon": ["09:00", "22:00"], …, "sun": null }; "24:00" is the end of the day, null a day on which it is closed.',
  })
  abstract readonly openingHours: object;

  @Field(() => String, { description: 'The time zone of its clock, such as Europe/Moscow.' })
  abstract readonly timeZone: string;

  @Field(() => Int, { description: 'Bookings begin and end on a multiple of so many minutes.' })
  abstract readonly stepMinutes: number;

  @Field(() => Int, { description: 'How long a booking is at least.' })
  abstract readonly minMinutes: number;

  @Field(() => Int, { description: 'How long a booking is at most.' })
  abstract readonly maxMinutes: number;

  @Field(() => DateTime, { nullable: true, description: 'Since when it cannot be booked any more.' })
  abstract readonly archivedAt: Date | null;
}

/** A time in which a hall is taken. */
@ObjectType('HallOccupancy', {
  description: 'A time in which a hall is taken, by a booking or by its people; two of one hall never overlap.',
  simpleResolvers: true,
})
export abstract class HallOccupancyType {
  @Field(() => ID, { description: 'Its id.' })
  abstract readonly id: string;

  @Field(() => DateTime, { description: 'When it begins.' })
  abstract readonly startsAt: Date;

  @Field(() => DateTime, { description: 'When it ends; this moment is free again.' })
  abstract readonly endsAt: Date;

  @Field(() => String, { nullable: true, description: 'Why it is blocked, where nobody booked it.' })
  abstract readonly note: string | null;
}

/** A time without an owner. */
@ObjectType('FreeTime', { description: 'A time in which a hall can be booked.', simpleResolvers: true })
export abstract class FreeTimeType {
  @Field(() => DateTime, { description: 'When it begins.' })
  abstract readonly startsAt: Date;

  @Field(() => DateTime, { description: 'When it ends.' })
  abstract readonly endsAt: Date;
}

/** Which halls. */
@ArgsType()
export abstract class HallsArgs {
  @Field(() => ID, { description: 'Of which bot.' })
  abstract readonly bot: string;

  @Field(() => Boolean, { nullable: true, description: 'Also those that cannot be booked any more.' })
  abstract readonly archived?: Maybe<boolean>;
}

/** Within which time. */
@ArgsType()
export abstract class OccupanciesArgs {
  @Field(() => DateTime, { description: 'From this moment …' })
  abstract readonly from: Date;

  @Field(() => DateTime, { description: '… to this one, 93 days later at most.' })
  abstract readonly to: Date;
}

/** A text in one language or two. */
@InputType('LocalisedTextInput', { description: 'A text in Russian, in English, or in both.' })
export abstract class LocalisedTextInput {
  @Field(() => String, { nullable: true, description: 'In Russian.' })
  abstract readonly ru?: Maybe<string>;

  @Field(() => String, { nullable: true, description: 'In English.' })
  abstract readonly en?: Maybe<string>;
}

/** Money that is given. */
@InputType('MoneyInput', { description: 'Money in minor units: 150000 RUB is 1,500 roubles.' })
export abstract class MoneyInput {
  @Field(() => Int, { description: 'How many minor units.' })
  abstract readonly amount: number;

  @Field(() => String, { description: 'The currency as ISO 4217 names it.' })
  abstract readonly currency: string;
}

/** What there is to say of a hall. */
@InputType()
abstract class HallFieldsInput extends RepeatableInput {
  @Field(() => [String], { nullable: true, description: 'Other names that people have for it, up to 50.' })
  abstract readonly aliases?: Maybe<readonly string[]>;

  @Field(() => Int, { nullable: true, description: 'Bookings begin and end on a multiple of so many minutes; 30.' })
  abstract readonly stepMinutes?: Maybe<number>;

  @Field(() => Int, { nullable: true, description: 'How long a booking is at least, in minutes; 60.' })
  abstract readonly minMinutes?: Maybe<number>;

  @Field(() => Int, { nullable: true, description: 'How long a booking is at most, in minutes; 720.' })
  abstract readonly maxMinutes?: Maybe<number>;
}

/** A new hall. */
@InputType('CreateHallInput', { description: 'A hall that can be booked from now on.' })
export abstract class CreateHallInput extends HallFieldsInput {
  @Field(() => ID, { description: 'The bot that offers it.' })
  abstract readonly botId: string;

  @Field(() => String, { description: 'Its short name: small Latin letters, digits and -, 32 at most.' })
  abstract readonly slug: string;

  @Field(() => LocalisedTextInput, { description: 'How it is called.' })
  abstract readonly names: LocalisedTextInput;

  @Field(() => LocalisedTextInput, { description: 'What it is like.' })
  abstract readonly descriptions: LocalisedTextInput;

  @Field(() => LocalisedTextInput, { description: 'What is asked of those who use it.' })
  abstract readonly rules: LocalisedTextInput;

  @Field(() => Int, { description: 'How many people it holds.' })
  abstract readonly capacity: number;

  @Field(() => MoneyInput, { description: 'What an hour costs.' })
  abstract readonly pricePerHour: MoneyInput;

  @Field(() => Json, { description: 'As `Hall.openingHours`, with all seven days.' })
  abstract readonly openingHours: unknown;

  @Field(() => String, { description: 'The time zone of its clock, such as Europe/Moscow.' })
  abstract readonly timeZone: string;
}

/** What changes of a hall. */
@InputType('UpdateHallInput', { description: 'What changes of a hall; what is not given stays.' })
export abstract class UpdateHallInput extends HallFieldsInput {
  @Field(() => ID, { description: 'The hall.' })
  abstract readonly hallId: string;

  @Field(() => LocalisedTextInput, { nullable: true, description: 'How it is called.' })
  abstract readonly names?: Maybe<LocalisedTextInput>;

  @Field(() => LocalisedTextInput, { nullable: true, description: 'What it is like.' })
  abstract readonly descriptions?: Maybe<LocalisedTextInput>;

  @Field(() => LocalisedTextInput, { nullable: true, description: 'What is asked of those who use it.' })
  abstract readonly rules?: Maybe<LocalisedTextInput>;

  @Field(() => Int, { nullable: true, description: 'How many people it holds.' })
  abstract readonly capacity?: Maybe<number>;

  @Field(() => MoneyInput, { nullable: true, description: 'What an hour costs; bookings that there are keep theirs.' })
  abstract readonly pricePerHour?: Maybe<MoneyInput>;

  @Field(() => Json, { nullable: true, description: 'As `Hall.openingHours`, with all seven days.' })
  abstract readonly openingHours?: unknown;

  @Field(() => String, { nullable: true, description: 'The time zone of its clock, such as Europe/Moscow.' })
  abstract readonly timeZone?: Maybe<string>;
}

/** Whether a hall can be booked. */
@InputType('ArchiveHallInput', { description: 'Whether a hall can be booked any more.' })
export abstract class ArchiveHallInput extends RepeatableInput {
  @Field(() => ID, { description: 'The hall.' })
  abstract readonly hallId: string;

  @Field(() => Boolean, { nullable: true, description: 'False brings it back; true when not given.' })
  abstract readonly archived?: Maybe<boolean>;
}

/** A time that is kept free of bookings. */
@InputType('BlockHallTimeInput', { description: 'A time in which a hall cannot be booked.' })
export abstract class BlockHallTimeInput extends RepeatableInput {
  @Field(() => ID, { description: 'The hall.' })
  abstract readonly hallId: string;

  @Field(() => DateTime, { description: 'From this moment …' })
  abstract readonly startsAt: Date;

  @Field(() => DateTime, { description: '… to this one, a year later at most.' })
  abstract readonly endsAt: Date;

  @Field(() => String, { nullable: true, description: 'Why; up to 200 characters.' })
  abstract readonly note?: Maybe<string>;
}

/** Which blocked time. */
@InputType('UnblockHallTimeInput', { description: 'Which blocked time can be booked again.' })
export abstract class UnblockHallTimeInput extends RepeatableInput {
  @Field(() => ID, { description: 'The occupancy; that of a booking ends with the booking.' })
  abstract readonly occupancyId: string;
}

/** What became of a hall. */
@ObjectType('HallPayload', { description: 'What became of a hall.', simpleResolvers: true })
export abstract class HallPayload {
  @Field(() => HallType, { description: 'The hall afterwards.' })
  abstract readonly hall: object;
}

/** What was blocked. */
@ObjectType('HallOccupancyPayload', { description: 'What was blocked.', simpleResolvers: true })
export abstract class HallOccupancyPayload {
  @Field(() => HallOccupancyType, { description: 'The blocked time.' })
  abstract readonly occupancy: object;
}
