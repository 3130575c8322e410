import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** How large an operation is, its fragments spelled out wherever they are used. */
export interface Shape {
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
  /** The names of the root fields, each as often as it is asked for. */
  readonly rootFields: readonly string[];
  readonly introspects: boolean;
}

const nothing: Shape = { depth: 0, aliases: 0, directives: 0, rootFields: [], introspects: false };
// Beyond it nobody needs to know how much too large a query is, and spelling it out must not cost memory.
const enough = 1_000;

/** Measures one operation of a document. Each fragment is measured once, so a query cannot cost more than its length. */
export function shapeOf(document: DocumentNode, operation: OperationDefinitionNode): Shape {
  const measure = new Measure(document);
  const shape = measure.selections(operation.selectionSet);
  return { ...shape, directives: shape.directives + (operation.directives?.length ?? 0) };
}

class Measure {
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  private readonly measured = new Map<string, Shape>();

  constructor(document: DocumentNode) {
    const fragments = document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
    this.fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  selections({ selections }: SelectionSetNode): Shape {
    return selections.map((selection) => this.selection(selection)).reduce(together, nothing);
  }

  private selection(selection: SelectionNode): Shape {
    const directives = selection.directives?.length ?? 0;
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const inner = this.selections(selection.selectionSet);
      return { ...inner, directives: inner.directives + directives };
    }
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      const inner = this.fragment(selection.name.value);
      return { ...inner, directives: inner.directives + directives };
    }
    const inner = selection.selectionSet ? this.selections(selection.selectionSet) : nothing;
    const name = selection.name.value;
    return {
      depth: inner.depth + 1,
      aliases: inner.aliases + (selection.alias ? 1 : 0),
      directives: inner.directives + directives,
      rootFields: [name],
      introspects: inner.introspects || name === '__schema' || name === '__type',
    };
  }

  private fragment(name: string): Shape {
    const known = this.measured.get(name);
    if (known) return known;
    this.measured.set(name, nothing); // one that spreads itself is refused by validation
    const fragment = this.fragments.get(name);
    const shape = fragment ? this.selections(fragment.selectionSet) : nothing;
    this.measured.set(name, shape);
    return shape;
  }
}

function together(a: Shape, b: Shape): Shape {
  return {
    depth: Math.max(a.depth, b.depth),
    aliases: Math.min(a.aliases + b.aliases, enough),
    directives: Math.min(a.directives + b.directives, enough),
    rootFields: [...a.rootFields, ...b.rootFields].slice(0, enough),
    introspects: a.introspects || b.introspects,
  };
}
