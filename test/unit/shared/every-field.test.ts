import { expect, test } from 'vitest';
import * as v from 'valibot';
import { readEvent, TOPICS } from '../../../src-shared/allo/events.ts';
import type { AgentEmail } from '../../../src-shared/brand.ts';
import { foldCall } from '../../../src-shared/calls/fold.ts';
import { cardOf } from '../../../src-shared/card/card.ts';
import { NOWHERE } from '../../../src-shared/format/place.ts';
import { policySchema } from '../../../src-shared/wire/policy.ts';
import { CALL, receivedOf, NOON } from '../main/heard.ts';
import { everyField, fieldsOf } from '../../fixtures/hostile/every-field.ts';
import { HOSTILE } from '../../fixtures/hostile/texts.ts';

test('every field that a webhook can fill is known, at whatever depth', () => {
  expect(fieldsOf('call.received')).toEqual(
    expect.arrayContaining([
      'data.from_number',
      'data.person.job_title',
      'data.company.name',
      'data.deals.status',
    ]),
  );
  expect(fieldsOf('call.completed')).toEqual(
    expect.arrayContaining([
      'data.summary',
      'data.transcriptions.text',
      'data.data_collected key',
      'data.transfer_to.user_name',
      'data.ivr_result.text_key',
    ]),
  );
  for (const topic of TOPICS) expect(fieldsOf(topic).length, topic).toBeGreaterThan(1);
});

test.for(Object.entries(HOSTILE))('%s can be read in every field of every topic', ([, hostile]) => {
  for (const topic of TOPICS) {
    const fill = (field: string) => (field.endsWith('id') ? hostile.slice(0, 1_000) : hostile);
    const read = readEvent({ topic, version: '2.0', timestamp: hostile, data: everyField(topic, fill) });
    expect(read.ok, `${topic} ${read.ok ? '' : read.reason}`).toBe(true);
  }
});

test.for(Object.entries(HOSTILE))('%s makes a card in main as in the page', ([, hostile]) => {
  const own = { from_number: '+33199001234', to_number: '+33199003300', call_id: 'cll_1' };
  const fill = (field: string) => (field.endsWith('id') ? hostile.slice(0, 1_000) : hostile);
  const heard = TOPICS.map((topic, n) => {
    const data = { ...everyField(topic, fill), ...own };
    return receivedOf(
      { topic, version: '2.0', timestamp: new Date(NOON).toISOString(), data },
      `msg_${n}`,
      NOON,
    );
  });
  const call = foldCall(CALL, heard);
  if (call === null) throw new Error('no call');
  const card = cardOf(call, {
    policy: v.parse(policySchema, {}),
    me: 'nora@ringside.example',
    now: NOON,
    today: '2026-11-23',
    claim: { agent: hostile as AgentEmail, name: hostile },
    pinned: false,
    canRelease: true,
    note: hostile,
    repeats: null,
    isTest: false,
    parts: [call],
    placeOf: () => NOWHERE,
    records: null,
    chosenFor: () => null,
    relayNow: null,
  });
  expect(structuredClone(card)).toEqual(card);
  expect(card.deals).toHaveLength(1);
});
