const BRACES = String.raw`\{(?:[^{}]|\{[^{}]*\})*\}`;
/** `const { hasIt } = useSurroundings().language.words.call;`. */
const TAKEN_APART = new RegExp(String.raw`const (${BRACES}) = (?:[\w().]+\.)?words([.\w]*);`, 'g');
/** `{ words: { call }, locale }: Language`. */
const PARAMETER = /\bwords: (\{[^{}]*\})/g;
/** `call: Words['call']`. */
const TYPED = /(\w+): Words\['(\w+)'\]/g;
const NAMED = /(\w+)(?:\s*:\s*(\w+))?/g;
/** `language.words.call.hasIt`, `call.hasIt`; before a bracket, a group of which any word can be meant. */
const CHAIN = /(\w+(?:\.\w+)*)(\[)?/g;

/**
 * The words that a source reads, by their paths: `call.hasIt` for `words.call.hasIt` and for what was taken apart. A
 * group that is indexed, or handed on as `words.units`, is read whole: `units.*`. Being given a name is not being read.
 */
export function wordsReadIn(source: string): ReadonlySet<string> {
  const named = new Map<string, string>();
  const take = (group: string, braces: string) => {
    for (const [, key = '', name = key] of braces.matchAll(NAMED)) named.set(name, `${group}${key}`);
    return '';
  };
  const rest = source
    .replaceAll(/\s+\.(?=\w)/g, '.')
    .replaceAll(TAKEN_APART, (_, braces: string, at: string) =>
      take(at === '' ? '' : `${at.slice(1)}.`, braces),
    )
    .replaceAll(PARAMETER, (_, braces: string) => take('', braces))
    .replaceAll(TYPED, (_, name: string, group: string) => take('', `${group}: ${name}`));

  const read = new Set<string>();
  for (const [, chain = '', bracket] of rest.matchAll(CHAIN)) {
    const keys = chain.split('.');
    const root = keys.indexOf('words');
    const group = root < 0 ? named.get(keys[0] ?? '') : '';
    if (group === undefined) continue;
    const path = [...(group === '' ? [] : [group]), ...keys.slice(root < 0 ? 1 : root + 1)].join('.');
    read.add(path);
    if (root >= 0 || bracket !== undefined) read.add(`${path}.*`);
  }
  return read;
}
