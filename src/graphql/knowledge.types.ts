import { Field, Float, Int, ObjectType } from 'type-graphql';
import { IndexStatus } from './enums';
import { NodeType } from './node.types';
import { DateTime, LanguageTag } from './scalars';

/** A piece of knowledge. */
@ObjectType('KnowledgeDocument', {
  description: 'A piece of a bot’s knowledge.',
  implements: NodeType,
  simpleResolvers: true,
})
export abstract class KnowledgeDocumentType extends NodeType {
  @Field(() => String, { description: 'What it is called; users see it below answers.' })
  abstract readonly title: string;

  @Field(() => LanguageTag, { description: 'The language it is written in.' })
  abstract readonly language: string;

  @Field(() => String, { description: 'Where it came from.' })
  abstract readonly source: string;

  @Field(() => IndexStatus, { description: 'Whether it can be found.' })
  abstract readonly status: string;

  @Field(() => Int, { description: 'In how many passages it is found.' })
  abstract readonly chunkCount: number;

  @Field(() => Int, { description: 'Rises with every change.' })
  abstract readonly version: number;

  @Field(() => DateTime, { description: 'When it last changed.' })
  abstract readonly updatedAt: Date;
}

/** A passage that fits a question. */
@ObjectType('KnowledgeHit', { description: 'A passage that fits a question.', simpleResolvers: true })
export abstract class KnowledgeHitType {
  @Field(() => KnowledgeDocumentType, { description: 'The document it is from.' })
  abstract readonly document: KnowledgeDocumentType;

  @Field(() => String, { description: 'The text of the passage.' })
  abstract readonly passage: string;

  @Field(() => Float, { description: 'How well it fits.' })
  abstract readonly score: number;
}
