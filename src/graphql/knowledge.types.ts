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

/** A word in another spelling. */
@ObjectType('SimilarWord', { description: 'A word of a question in another spelling.', simpleResolvers: true })
export abstract class SimilarWordType {
  @Field(() => String, { description: 'As it was asked.' })
  abstract readonly asked: string;

  @Field(() => String, { description: 'As it stands in the passage.' })
  abstract readonly found: string;
}

/** Why a passage was found. */
@ObjectType('HitReasons', { description: 'Why a passage was found.', simpleResolvers: true })
export abstract class HitReasonsType {
  @Field(() => [String], { description: 'The words of the question that the passage has, as they were asked.' })
  abstract readonly words: readonly string[];

  @Field(() => [SimilarWordType], { description: 'Words of the question that the passage has in another spelling.' })
  abstract readonly similar: readonly SimilarWordType[];

  @Field(() => Boolean, { description: 'Whether a word of the question stands in the heading or in the title.' })
  abstract readonly heading: boolean;

  @Field(() => Float, { description: 'What the words alone say, 0..1.' })
  abstract readonly byWords: number;

  @Field(() => Float, {
    nullable: true,
    description: 'What the meaning alone says, 0..1; null when no embedding model was asked.',
  })
  abstract readonly byMeaning: number | null;
}

/** A passage that fits a question. */
@ObjectType('KnowledgeHit', { description: 'A passage that fits a question.', simpleResolvers: true })
export abstract class KnowledgeHitType {
  @Field(() => KnowledgeDocumentType, { description: 'The document it is from.' })
  abstract readonly document: KnowledgeDocumentType;

  @Field(() => String, { description: 'The text of the passage.' })
  abstract readonly passage: string;

  @Field(() => String, { description: 'The headings above the passage, joined by « › »; empty above the first one.' })
  abstract readonly heading: string;

  @Field(() => Float, { description: 'How well it fits, 0..1.' })
  abstract readonly score: number;

  @Field(() => HitReasonsType, { description: 'Why it was found.' })
  abstract readonly why: HitReasonsType;
}
