import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { GraphQLDateTime, GraphQLJSON } from 'graphql-scalars';

const tagShape = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;
const longestTag = 35;

/** A moment: ISO 8601, in UTC where it goes out. */
export const DateTime = new GraphQLScalarType({
  ...GraphQLDateTime.toConfig(),
  description: 'A moment in ISO 8601, such as 2026-11-21T10:15:30.000Z; answers are in UTC.',
  specifiedByURL: null,
});

/** Any JSON value. */
export const Json = new GraphQLScalarType({
  ...GraphQLJSON.toConfig(),
  description: 'Any JSON value.',
  specifiedByURL: null,
});

/** A BCP 47 tag of a language. */
export const LanguageTag = new GraphQLScalarType<string, string>({
  name: 'LanguageTag',
  description: 'A language as a BCP 47 tag, such as "ru" or "en".',
  serialize: String,
  parseValue: checkedTag,
  parseLiteral: (node) => checkedTag(node.kind === Kind.STRING ? node.value : undefined),
});

/** True for a BCP 47 tag. */
export function isLanguageTag(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longestTag && tagShape.test(value);
}

function checkedTag(value: unknown): string {
  if (isLanguageTag(value)) return value;
  throw new GraphQLError('LanguageTag must be a BCP 47 tag, such as "ru" or "en"');
}
