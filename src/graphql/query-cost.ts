import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/** What the cost of an operation depends on. */
export interface Costed {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

const defaultPage = 50;
const largestPage = 100;
// Lists without a page size are short: the citations of a message, the personas of a bot, the queue.
const shortList = 5;
const pageEntries = new Set(['edges', 'nodes']);
// What costs more than reading a row: the model may be asked, or all handoffs of a time are counted.
const dear: Readonly<Record<string, number>> = { 'Message.translation': 5, 'Desk.figures': 500 };

/** The cost of an operation: how many objects its answer may hold at most, and more for what is dear. */
export function costOf(costed: Costed): number {
  const root = costed.schema.getRootType(costed.operation.operation);
  return root ? new Cost(costed).selections(costed.operation.selectionSet, { type: root, page: shortList }) : 0;
}

/** Where in the schema a selection stands, and how long the page around it is. */
interface Place {
  readonly type: GraphQLNamedType;
  readonly page: number;
}

class Cost {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  private readonly known = new Map<string, number>();

  constructor(private readonly costed: Costed) {
    const fragments = costed.document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
    this.fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  selections({ selections }: SelectionSetNode, place: Place): number {
    let cost = 0;
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) cost += this.field(selection, place);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) cost += this.fragment(selection.name.value, place.page);
      else {
        const type = this.typeNamed(selection.typeCondition?.name.value) ?? place.type;
        cost += this.selections(selection.selectionSet, { ...place, type });
      }
    }
    return cost;
  }

  private field(node: FieldNode, { type, page }: Place): number {
    const field = fieldOf(type, node.name.value);
    const inner = field && getNamedType(field.type);
    const extra = dear[`${type.name}.${node.name.value}`] ?? 0;
    if (!field || !isCompositeType(inner) || !node.selectionSet) return extra;
    const size = this.pageSize(node, field);
    const one = 1 + extra + this.selections(node.selectionSet, { type: inner, page: size ?? shortList });
    if (!isListType(getNullableType(field.type))) return one;
    return one * (size ?? (pageEntries.has(field.name) ? page : shortList));
  }

  private fragment(name: string, page: number): number {
    const key = `${name} ${page}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    this.known.set(key, 0);
    const fragment = this.fragments.get(name);
    const type = this.typeNamed(fragment?.typeCondition.name.value);
    const cost = fragment && type ? this.selections(fragment.selectionSet, { type, page }) : 0;
    this.known.set(key, cost);
    return cost;
  }

  /** How many entries a field with a page size may answer; undefined for fields without. */
  private pageSize(node: FieldNode, field: GraphQLField<unknown, unknown>): number | undefined {
    if (!field.args.some(({ name }) => name === 'first')) return undefined;
    const asked = node.arguments?.find(({ name }) => name.value === 'first' || name.value === 'last')?.value;
    const value = asked?.kind === Kind.VARIABLE ? this.costed.variables[asked.name.value] : literalOf(asked);
    const size = typeof value === 'number' ? value : defaultPage;
    // Whatever lies outside is refused where it is read, with words that say so.
    return Math.min(Math.max(size, 1), largestPage);
  }

  private typeNamed(name: string | undefined): GraphQLNamedType | undefined {
    return name === undefined ? undefined : this.costed.schema.getType(name);
  }
}

function literalOf(node: { readonly kind: string } | undefined): number | undefined {
  return node?.kind === Kind.INT ? Number((node as { readonly value?: string }).value) : undefined;
}

function fieldOf(type: GraphQLNamedType, name: string): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
}
