/** Something that no caller should get through with, on no transport. */
export interface Attack {
  readonly name: string;
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly verdict: string;
}

const repeat = (times: number, make: (n: number) => string) =>
  Array.from({ length: times }, (_, n) => make(n)).join(' ');
const nested = (times: number) => `${'{ dialogues { nodes { user '.repeat(times)}{ id }${' } } }'.repeat(times)}`;

/** Attacks by a caller who may read dialogues and no more. */
export const attacks: readonly Attack[] = [
  {
    name: 'thousands of aliases',
    query: `{ ${repeat(500, (n) => `a${n}: __typename`)} }`,
    verdict: 'QUERY_TOO_COMPLEX',
  },
  {
    name: 'sixteen aliases',
    query: `{ ${repeat(16, (n) => `a${n}: me { __typename }`)} }`,
    verdict: 'QUERY_TOO_COMPLEX',
  },
  {
    name: 'aliases behind fragments',
    query: `{ ...F ...F } fragment F on Query { ${repeat(9, (n) => `a${n}: __typename`)} }`,
    verdict: 'QUERY_TOO_COMPLEX',
  },
  { name: 'a query of eleven levels', query: nested(4), verdict: 'QUERY_TOO_COMPLEX' },
  { name: 'too many tokens', query: `{ ${'id '.repeat(2_001)} }`, verdict: 'GRAPHQL_PARSE_FAILED' },
  {
    name: 'a document that is too long',
    query: `{ me { __typename } } ${'#'.repeat(20_000)}`,
    verdict: 'QUERY_TOO_COMPLEX',
  },
  {
    name: 'too many directives',
    query: `{ __typename ${'@include(if: true) '.repeat(51)} }`,
    verdict: 'QUERY_TOO_COMPLEX',
  },
  {
    name: 'pages of pages',
    query: '{ dialogues(first: 100) { nodes { messages(first: 100) { nodes { id } } } } }',
    verdict: 'QUERY_TOO_COMPLEX',
  },
  {
    name: 'pages of pages by variables',
    query: 'query($n: Int) { dialogues(first: $n) { nodes { messages(last: $n) { nodes { id } } } } }',
    variables: { n: 100 },
    verdict: 'QUERY_TOO_COMPLEX',
  },
  {
    name: 'fragments that multiply',
    query: `{ ...A0 } ${repeat(30, (n) => `fragment A${n} on Query { ...A${n + 1} ...A${n + 1} }`)} fragment A30 on Query { bots { id } }`,
    verdict: 'QUERY_TOO_COMPLEX',
  },
  {
    name: 'a fragment within itself',
    query: '{ ...F } fragment F on Query { ...F }',
    verdict: 'GRAPHQL_VALIDATION_FAILED',
  },
  {
    name: 'sign-in tried many times',
    query: `mutation { ${repeat(10, (n) => `a${n}: signIn(input: { email: "a@b.c", password: "${n}" }) { operator { id } }`)} }`,
    verdict: 'QUERY_TOO_COMPLEX',
  },
  {
    name: 'six mutations at once',
    query: `mutation { ${repeat(6, (n) => `a${n}: signOut`)} }`,
    verdict: 'QUERY_TOO_COMPLEX',
  },
  { name: 'introspection', query: '{ __schema { types { name } } }', verdict: 'GRAPHQL_VALIDATION_FAILED' },
  { name: 'introspection of a type', query: '{ __type(name: "User") { name } }', verdict: 'GRAPHQL_VALIDATION_FAILED' },
  { name: 'something that is not GraphQL', query: '{ me', verdict: 'GRAPHQL_PARSE_FAILED' },
  { name: 'a field that there is not', query: '{ mee { id } }', verdict: 'GRAPHQL_VALIDATION_FAILED' },
  {
    name: 'a variable of a wrong type',
    query: 'query($n: Int!) { dialogues(first: $n) { nodes { id } } }',
    variables: { n: 'many' },
    verdict: 'BAD_USER_INPUT',
  },
  { name: 'an empty document', query: '', verdict: 'GRAPHQL_PARSE_FAILED' },
  {
    name: 'two operations and no choice',
    query: 'query a { me { __typename } } query b { me { __typename } }',
    verdict: 'OPERATION_RESOLUTION_FAILURE',
  },
];
