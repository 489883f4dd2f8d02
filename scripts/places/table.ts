/** What the numbers that begin with each prefix have in common; '' for nothing. */
export type Prefixes = ReadonlyMap<string, string>;

/**
 * Prefixes as the table that `entryFor` reads: the longest prefix of every number, as stretches of neighbouring
 * numbers with the same entry.
 */
export function tableOf(prefixes: Prefixes): string {
  const starts = new Map<string, string>();
  const open: { readonly prefix: string; readonly entry: string }[] = [];
  const close = () => {
    const closed = open.pop();
    const after = closed === undefined ? null : firstBehind(closed.prefix);
    // Behind a prefix, what holds around it holds again.
    if (after !== null) starts.set(after, open.at(-1)?.entry ?? '');
  };
  // As text, a prefix comes right before the longer ones that it begins.
  for (const prefix of [...prefixes.keys()].sort()) {
    while (open.length > 0 && !prefix.startsWith(open.at(-1)?.prefix ?? '')) close();
    const entry = prefixes.get(prefix) ?? '';
    starts.set(prefix, entry);
    open.push({ prefix, entry });
  }
  while (open.length > 0) close();
  const stretches: [string, string][] = [];
  for (const stretch of [...starts].sort(([a], [b]) => (a < b ? -1 : 1)))
    if (stretch[1] !== (stretches.at(-1)?.[1] ?? '')) stretches.push(stretch);
  return stretches.map(([start, entry]) => `${start}\t${entry}`).join('\n');
}

/** The first text behind all that begin with the prefix; null: there is none. */
function firstBehind(prefix: string): string | null {
  const digits = prefix.replace(/9+$/, '');
  const last = digits.at(-1);
  return last === undefined ? null : `${digits.slice(0, -1)}${Number(last) + 1}`;
}
