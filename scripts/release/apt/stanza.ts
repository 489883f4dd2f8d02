/**
 * One paragraph of Debian's control format (deb822): names and values in their order. A value's further lines keep the
 * blank that they begin with. https://manpages.debian.org/bookworm/dpkg-dev/deb822.5.en.html
 */
export type Stanza = ReadonlyMap<string, string>;

/** Reads all paragraphs of a text; lines that are neither field, continuation nor comment are left out. */
export function parseStanzas(text: string): readonly Stanza[] {
  return text
    .split(/\n(?:[ \t]*\n)+/)
    .map(parseStanza)
    .filter((stanza) => stanza.size > 0);
}

function parseStanza(paragraph: string): Stanza {
  const fields = new Map<string, string>();
  let last: string | undefined;
  for (const line of paragraph.split('\n')) {
    const [, name, value = ''] = /^([^\s:#-][^\s:]*):[ \t]*(.*)$/.exec(line) ?? [];
    if (name !== undefined) {
      fields.set(name, value.trimEnd());
      last = name;
    } else if (last !== undefined && /^[ \t]/.test(line)) {
      fields.set(last, `${fields.get(last)}\n${line.trimEnd()}`);
    }
  }
  return fields;
}

/** Writes one paragraph, with the line break that ends it. */
export function writeStanza(stanza: Stanza): string {
  return [...stanza]
    .map(([name, value]) => `${name}:${value === '' || value.startsWith('\n') ? '' : ' '}${value}\n`)
    .join('');
}
