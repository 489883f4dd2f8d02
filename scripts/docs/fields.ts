import { TOPICS } from '../../src-shared/allo/events.ts';
import { FIELD_PLACES, OBJECT_OF, PLACES, type FieldPlace, type ObjectName } from './field-places.ts';
import { markdownTable } from './sections.ts';

/** How Allo's documents name what has a name of its own here. */
const ALLOS_NAME: Readonly<Record<string, string>> = {
  'person.properties': 'person.<property>',
  'company.properties': 'company.<property>',
  'deals[].properties': 'deals[].<property>',
};
const IS_LIST: ReadonlySet<ObjectName> = new Set(['deal', 'line', 'choice']);

/** Every field of Allo's catalog and where it is on screen, in a table for each kind of event. */
export function fieldTables(): string {
  const kinds = Map.groupBy(TOPICS, (topic) => OBJECT_OF[topic]);
  return [...kinds]
    .map(
      ([object, topics]) =>
        `### ${topics.map((topic) => `\`${topic}\``).join(', ')}\n\n${markdownTable(['field', 'where'], rowsOf(object, ''))}`,
    )
    .join('\n\n');
}

function rowsOf(object: ObjectName, prefix: string): string[][] {
  const fields: Readonly<Record<string, FieldPlace>> = FIELD_PLACES[object];
  return Object.entries(fields).flatMap(([field, place]) => {
    const name = `${prefix}${field}`;
    if ('is' in place) return rowsOf(place.is, `${name}${IS_LIST.has(place.is) ? '[]' : ''}.`);
    return [[`\`${ALLOS_NAME[name] ?? name}\``, whereOf(place)]];
  });
}

function whereOf(place: Exclude<FieldPlace, { is: ObjectName }>): string {
  if ('tells' in place) return `not by itself: it tells ${place.tells}`;
  return place.at.map((one) => PLACES[one]).join('; ');
}
