import { expect, test } from 'vitest';
import { readEvent, TOPICS, type Topic } from '../../../src-shared/allo/events.ts';
import { READ_FIELDS } from '../../../src-shared/allo/read-fields.ts';
import { SENT } from './sent.ts';

test('every member that a schema reads is among those that are kept first', () => {
  for (const topic of TOPICS) {
    for (const name of namesRead(topic))
      expect([topic, name, READ_FIELDS.has(name)]).toEqual([topic, name, true]);
  }
});

/** What reading touches, at any depth: every object remembers which of its members were asked for. */
function namesRead(topic: Topic): Set<string> {
  const asked = new Set<string>();
  // Custom properties of the CRM's, which are copied and read by nobody but a link.
  const custom = new Set(['hubspot_id']);
  const watched = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    return new Proxy(value, {
      get: (own, name) => {
        if (typeof name === 'string' && !Array.isArray(own) && !custom.has(name)) asked.add(name);
        return watched(Reflect.get(own, name));
      },
    });
  };
  readEvent({ ...SENT[topic], data: watched(SENT[topic].data) });
  return asked;
}
