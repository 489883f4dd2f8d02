import { expect, test } from 'vitest';
import type { WebhookId } from '../../../src-shared/brand.ts';
import { missedCallers, textNotice } from '../../../src-main/notify/wording.ts';
import type { EventOf } from '../../../src-shared/allo/events.ts';
import { foldCall } from '../../../src-shared/calls/fold.ts';
import { languageFrom } from '../../../src-shared/words/language.ts';
import { ring, sms } from '../../fixtures/allo.ts';
import { callKey, receivedOf, isoAt, NOON } from './heard.ts';

function callFrom(from_number: string, n: number) {
  const body = ring({ from_number, person: null, started_at: isoAt(NOON - n * 60_000) });
  const call = foldCall(callKey(`call-${n}`), [receivedOf(body, `msg_${n}`, NOON)]);
  if (call === null) throw new Error('no call');
  return call;
}

const timesOf = (...numbers: string[]) =>
  [...missedCallers(numbers.map(callFrom)).values()].map(({ times }) => times);

test('a caller who was missed several times is one, in any spelling of the number, and two callers are two', () => {
  expect(timesOf('+33199001234', 'sip:+33199001234@pbx.example', '01 99 00 12 34')).toEqual([3]);
  expect(timesOf('+33199001234', '+49199001234')).toEqual([1, 1]);
  expect(timesOf('anonymous', '+266696687', 'anonymous')).toEqual([1, 1, 1]);
});

test.each([
  ['36', '36'],
  ['DHL Express', 'DHL Express'],
  ['+33199001234 x42', '+33 1 99 00 12 34 ext. 42'],
  ['+266696687', 'Number withheld'],
])('a text from %s is notified as from %s', (from_number, who) => {
  const { event } = receivedOf(sms({ from_number, from_name: null }), 'msg_1', NOON);
  const { data } = event as EventOf<'sms.received'>;
  expect(textNotice('msg' as WebhookId, data, null, languageFrom('en', 'en-GB')).title).toBe(
    `Message from ${who}`,
  );
});
