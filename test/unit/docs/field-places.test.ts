import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { FIELD_PLACES, OBJECT_OF, type FieldPlace } from '../../../scripts/docs/field-places.ts';
import { fieldTables } from '../../../scripts/docs/fields.ts';
import { TOPICS } from '../../../src-shared/allo/events.ts';
import { fieldsOf } from '../../fixtures/hostile/every-field.ts';

/** Two fields that only an event without the other has: the schema reads either. */
const EITHER: Readonly<Record<string, string>> = { id: 'call_id', content: 'summary' };

test.each(TOPICS)(
  'every field that the schema of %s reads has a place, or a reason to have none',
  (topic) => {
    const placeless = fieldsOf(topic).filter((path) => {
      let fields: Readonly<Record<string, FieldPlace>> = FIELD_PLACES[OBJECT_OF[topic]];
      const [, ...names] = path.replace(/ key$/, '').split('.');
      for (const name of names) {
        const either = topic === 'summary.updated' ? EITHER[name] : undefined;
        const place = fields[either ?? name];
        if (place === undefined) return true;
        if (!('is' in place)) return false;
        fields = FIELD_PLACES[place.is];
      }
      return false;
    });
    expect(placeless).toEqual([]);
  },
);

test('the table in the documents is the one of today', () => {
  const doc = readFileSync(new URL('../../../docs/fields.md', import.meta.url), 'utf8');
  expect(doc, 'run npm run docs').toContain(fieldTables());
});
