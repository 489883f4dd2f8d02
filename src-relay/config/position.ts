import { findNodeAtLocation, parseTree, type Node, type ParseError } from 'jsonc-parser';

/** Where in a file something stands, as editors count: from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where the JSON of a text is first broken; null when it is whole. Comments and trailing commas are not JSON. */
export function syntaxErrorIn(text: string): Position | null {
  const errors: ParseError[] = [];
  parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const first = errors.toSorted((a, b) => a.offset - b.offset)[0];
  return first === undefined ? null : positionAt(text, first.offset);
}

/**
 * Where the value at a path stands, or its key when the key itself is what is wrong. A path that leads to nothing (a
 * key that is missing) gives the place of what should hold it.
 */
export function positionOf(
  text: string,
  path: readonly (string | number)[],
  isAboutKey: boolean,
): Position | null {
  const root = parseTree(text);
  if (root === undefined) return null;
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node = findNodeAtLocation(root, path.slice(0, depth));
    if (node === undefined) continue;
    const key = isAboutKey && depth === path.length ? keyOf(node) : null;
    return positionAt(text, (key ?? node).offset);
  }
  return null;
}

function keyOf(value: Node): Node | null {
  return value.parent?.type === 'property' ? (value.parent.children?.[0] ?? null) : null;
}

function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}
