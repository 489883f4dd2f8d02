import { describe, expect, it } from 'vitest';
import { receiveRelayFrame, readAppFrame } from '../../../src-shared/wire/protocol.ts';
import { NOTHING_HELD } from '../../../src-shared/wire/policy.ts';
import { recordsFrame, TOLD } from '../main/told-records.ts';
import { keptReleases } from '../../fixtures/wire/releases.ts';

const releases = await keptReleases();

it('there is a release to compare with', () => {
  expect(releases.map(({ version }) => version)).toContain('0.1.0');
});

describe.each(releases)(
  'what release $version says',
  ({ frames, readRelayFrame, readAppFrame: readThen }) => {
    it('through a call, a change of the policy and a reset is read in full by this app', () => {
      const types = new Set<string>();
      for (const text of frames) {
        const heard = receiveRelayFrame(text, () => NOTHING_HELD);
        expect(heard?.unread).toEqual([]);
        // What that release's own app understood of it, to the last field; what has been added since has its default.
        expect(heard?.value).toMatchObject(readRelayFrame(text) ?? {});
        types.add(heard?.value.type ?? 'none');
      }
      expect([...types].toSorted()).toEqual(['claimed', 'event', 'live', 'policy', 'reset', 'welcome']);
    });

    it('what a later relay has found in the CRM is a frame that it skips, and costs no other', () => {
      const text = JSON.stringify(recordsFrame());
      expect(readRelayFrame(text)).toBeNull();
      expect(receiveRelayFrame(text, () => NOTHING_HELD)).toMatchObject({ value: TOLD, unread: [] });
    });

    it('what this app says is read by that relay, with what it has come to say since', () => {
      for (const frame of [
        { type: 'resume', epoch: null, after: 0 },
        { type: 'resume', epoch: 'e', after: 12 },
        { type: 'ack', seq: 3 },
        { type: 'claim', call: 'c' },
      ]) {
        const text = JSON.stringify({ ...frame, can: ['records', 'release'] });
        expect(readThen(text)).toEqual(frame);
        expect(readAppFrame(text)).toMatchObject(frame);
      }
    });
  },
);
