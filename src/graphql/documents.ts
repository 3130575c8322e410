import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  print,
  validate,
  visit,
} from 'graphql';
import { Refusal } from '../errors';
import { type Shape, shapeOf } from './query-shape';

/** How large a document and its operations may be. */
export const documentLimits = {
  characters: 20_000,
  tokens: 2_000,
  depth: 10,
  aliases: 15,
  directives: 50,
  mutationFields: 5,
} as const;

/** A document that was read and checked. */
export interface ReadDocument {
  readonly document: DocumentNode;
  /** The text that means the same as the document. */
  readonly source: string;
  readonly operations: readonly { readonly node: OperationDefinitionNode; readonly shape: Shape }[];
}

// Introspection nests types far deeper than anything else; it is for admins only and costs no reading.
const introspectionDepth = 20;
const mostRemembered = 500;

/** Reads and checks documents; what was read once is remembered. */
export class Documents {
  private readonly read_ = new Map<string, ReadDocument | GraphQLError>();
  private readonly valid = new WeakMap<ReadDocument, readonly GraphQLError[]>();

  constructor(private readonly schema: GraphQLSchema) {}

  /** The document of a text. Throws GRAPHQL_PARSE_FAILED or QUERY_TOO_COMPLEX. */
  read(source: string): ReadDocument {
    if (source.length > documentLimits.characters) throw asError(new Refusal('QUERY_TOO_COMPLEX'));
    const known = this.read_.get(source) ?? this.remember(source, readDocument(source));
    if (known instanceof GraphQLError) throw known;
    return known;
  }

  /** What is wrong with a document in the eyes of the schema. */
  faults(read: ReadDocument): readonly GraphQLError[] {
    const known = this.valid.get(read);
    if (known) return known;
    const faults = validate(this.schema, read.document).map((fault) => withCode(fault, 'GRAPHQL_VALIDATION_FAILED'));
    this.valid.set(read, faults);
    return faults;
  }

  private remember(source: string, read: ReadDocument | GraphQLError): ReadDocument | GraphQLError {
    this.read_.set(source, read);
    const [oldest] = this.read_.keys();
    if (this.read_.size > mostRemembered && oldest !== undefined) this.read_.delete(oldest);
    return read;
  }
}

/** A refusal as GraphQL carries errors. */
export function asError(refusal: Refusal): GraphQLError {
  return new GraphQLError(refusal.code, { originalError: refusal });
}

/** An error with a code that the GraphQL server gives by itself. */
export function withCode(error: GraphQLError, code: string): GraphQLError {
  const { message, nodes, source, positions } = error;
  return new GraphQLError(message, { nodes: nodes ?? null, source, positions, extensions: { code } });
}

/** A text as the database can hold it: without NUL and without halves of characters. */
export function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

function readDocument(source: string): ReadDocument | GraphQLError {
  let document: DocumentNode;
  try {
    document = parse(source, { maxTokens: documentLimits.tokens });
  } catch (error) {
    if (error instanceof GraphQLError) return withCode(error, 'GRAPHQL_PARSE_FAILED');
    throw error;
  }
  const clean = withStorableTexts(document);
  const operations = clean.definitions
    .filter((one) => one.kind === Kind.OPERATION_DEFINITION)
    .map((node) => ({ node, shape: shapeOf(clean, node) }));
  if (operations.some(({ node, shape }) => isTooLarge(node, shape))) return asError(new Refusal('QUERY_TOO_COMPLEX'));
  return { document: clean, source: clean === document ? source : print(clean), operations };
}

function withStorableTexts(document: DocumentNode): DocumentNode {
  return visit(document, {
    StringValue: {
      enter: (node) => (storable(node.value) === node.value ? undefined : { ...node, value: storable(node.value) }),
    },
  });
}

function isTooLarge(node: OperationDefinitionNode, shape: Shape): boolean {
  const { rootFields, aliases, directives, depth, introspects } = shape;
  const signIns = rootFields.filter((name) => name === 'signIn').length;
  return (
    depth > (introspects ? introspectionDepth : documentLimits.depth) ||
    aliases > documentLimits.aliases ||
    directives > documentLimits.directives ||
    signIns > 1 ||
    (node.operation === OperationTypeNode.MUTATION && rootFields.length > documentLimits.mutationFields)
  );
}
