import type { AlloEvent, EventOf } from '../allo/events.ts';
import { visibleText } from '../format/visible-text.ts';

/** A tag on a call. A completed call names its tags by one word each, which may be the key or the name. */
interface Tag {
  readonly key: string | null;
  readonly label: string;
}

type TagEvent = EventOf<'tag.added'> | EventOf<'tag.removed'>;

/**
 * The tags of a call after these events, in the order in which they were put on. Tags that differ only in normal form, case
 * or blanks are one, shown as it was first written; one that was renamed is shown by its newest name. A removal finds its
 * tag by the key, else by the name.
 * @param events each once, in the order in which they happened
 */
export function tagsAfter(events: readonly AlloEvent[]): string[] {
  const names = namesByKey(events);
  let tags: readonly Tag[] = [];
  for (const event of events) {
    if (event.topic === 'call.completed') {
      for (const label of listedIn(event))
        if (!tags.some((tag) => isCalled(tag, label))) tags = [...tags, { key: null, label }];
    } else if (event.topic === 'tag.added') tags = withTag(tags, event);
    else if (event.topic === 'tag.removed') tags = withoutTag(tags, event, names);
  }
  const shown = new Map<string, string>();
  for (const { label } of tags) if (!shown.has(sameTag(label))) shown.set(sameTag(label), label);
  return [...shown.values()];
}

/** Whether a sign is drawn as text or as a picture. */
const PICTURE_FORM = /[\uFE0E\uFE0F]/g;

/** What tags that are one have in common. */
export function sameTag(text: string): string {
  const seen = visibleText(text).normalize('NFKC').replaceAll(PICTURE_FORM, '');
  // Upper case first: ß and ss are one, and so are both forms of the final sigma.
  return seen.toUpperCase().toLowerCase().normalize('NFKC').replaceAll(/\s+/gu, ' ').trim();
}

function listedIn({ data }: EventOf<'call.completed'>): readonly string[] {
  if (data.tags.length > 0) return data.tags;
  return data.tag === null ? [] : [data.tag];
}

function withTag(tags: readonly Tag[], { data }: EventOf<'tag.added'>): readonly Tag[] {
  const { tag_key: key, tag_name: name } = data;
  const written = name ?? key ?? '';
  const at = indexOf(tags, data);
  const known = tags[at];
  if (known === undefined) return [...tags, { key, label: written }];
  const isRenamed = name !== null && sameTag(known.label) !== sameTag(name);
  return tags.with(at, { key: known.key ?? key, label: isRenamed ? name : known.label });
}

/** By the key; else, of those without one or when the event has none, by what they are called. */
function indexOf(tags: readonly Tag[], { tag_key: key, tag_name: name }: TagEvent['data']): number {
  const byKey =
    key === null ? -1 : tags.findIndex((tag) => tag.key !== null && sameTag(tag.key) === sameTag(key));
  if (byKey !== -1) return byKey;
  return tags.findIndex(
    (tag) =>
      (tag.key === null || key === null) && [name, key].some((text) => text !== null && isCalled(tag, text)),
  );
}

function withoutTag(
  tags: readonly Tag[],
  { data }: EventOf<'tag.removed'>,
  names: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Tag[] {
  const { tag_key: key, tag_name: name } = data;
  const hasKey = key !== null && tags.some((tag) => tag.key !== null && sameTag(tag.key) === sameTag(key));
  const called = new Set(
    [name, key].flatMap((text) => (text === null ? [] : [sameTag(text)])).concat(...namesOf(names, key)),
  );
  return tags.filter((tag) => {
    if (hasKey && tag.key !== null) return sameTag(tag.key) !== sameTag(key);
    return ![tag.label, tag.key].some((text) => text !== null && called.has(sameTag(text)));
  });
}

function namesOf(names: ReadonlyMap<string, ReadonlySet<string>>, key: string | null): string[] {
  return key === null ? [] : [...(names.get(sameTag(key)) ?? [])];
}

/** What each key was ever called: a completed call knows tags by name alone. */
function namesByKey(events: readonly AlloEvent[]): ReadonlyMap<string, ReadonlySet<string>> {
  const names = new Map<string, Set<string>>();
  for (const event of events) {
    if (event.topic !== 'tag.added' && event.topic !== 'tag.removed') continue;
    const { tag_key: key, tag_name: name } = event.data;
    if (key === null || name === null) continue;
    const known = names.get(sameTag(key)) ?? new Set<string>();
    names.set(sameTag(key), known.add(sameTag(name)));
  }
  return names;
}

function isCalled({ key, label }: Tag, text: string): boolean {
  return sameTag(label) === sameTag(text) || (key !== null && sameTag(key) === sameTag(text));
}
