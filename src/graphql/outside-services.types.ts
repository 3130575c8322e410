import { Field, InputType, Int } from 'type-graphql';
import { RepeatableInput } from './inputs';

type Maybe<T> = T | null | undefined;

/** What is set of every service of other people's: its secret, and how long it may take. */
@InputType()
export abstract class OutsideServiceFields extends RepeatableInput {
  @Field(() => String, { nullable: true, description: 'A header whose value is a secret, such as Authorization.' })
  abstract readonly headerName?: Maybe<string>;

  @Field(() => String, {
    nullable: true,
    description: 'The secret for it: never read back. Where it is not given what is there stays, null takes it away.',
  })
  abstract readonly headerValue?: Maybe<string>;

  @Field(() => Int, { nullable: true, description: 'How long a call may take, 500..10000; 8000 when not given.' })
  abstract readonly timeoutMs?: Maybe<number>;
}
