import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutOffLook, readyUrl } from '../../../../src-relay/assembly/cut-off.ts';

/** How it is at one look. */
const moment = fc.record({
  canRead: fc.boolean(),
  /** It can be read again while the others are asked. */
  comesBack: fc.boolean(),
  devices: fc.nat({ max: 2 }),
  isAnotherReady: fc.boolean(),
});

test('devices are sent away by the second look in a row that finds only this relay cut off, and by no other', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(moment, { maxLength: 12 }), async (moments) => {
      let now = { canRead: true, comesBack: false, devices: 0, isAnotherReady: false };
      const sent: number[] = [];
      let [at, asked] = [0, 0];
      const look = cutOffLook({
        canRead: () => now.canRead,
        devices: () => now.devices,
        isAnotherReady: async () => {
          asked += 1;
          await Promise.resolve();
          if (now.comesBack) now = { ...now, canRead: true };
          return now.isAnotherReady;
        },
        sendAway: () => sent.push(at),
      });
      for (const [i, each] of moments.entries()) {
        [at, now] = [i, each];
        await look();
      }
      const isCutOff = moments.map(
        ({ canRead, comesBack, devices, isAnotherReady }) =>
          !canRead && !comesBack && devices > 0 && isAnotherReady,
      );
      expect(sent).toEqual([...moments.keys()].filter((i) => isCutOff[i] && isCutOff[i - 1]));
      // Others are not asked for nothing.
      expect(asked).toBe(moments.filter(({ canRead, devices }) => !canRead && devices > 0).length);
    }),
  );
});

test('looks that fall together count as one', async () => {
  let [asked, sent] = [0, 0];
  const look = cutOffLook({
    canRead: () => false,
    devices: () => 1,
    isAnotherReady: () => {
      asked += 1;
      return Promise.resolve(true);
    },
    sendAway: () => (sent += 1),
  });
  await Promise.all([look(), look(), look()]);
  expect([asked, sent]).toEqual([1, 0]);
  await look();
  expect([asked, sent]).toEqual([2, 1]);
});

test.each([
  ['http://10.0.0.5:8080', 'relay-b', 'http://10.0.0.5:8080/readyz'],
  ['http://127.0.0.1:8080/', 'relay-b', 'http://127.0.0.1:8080/readyz'],
  ['http://0.0.0.0:8080', 'relay-b', 'http://relay-b:8080/readyz'],
  ['http://[::]:8080', 'relay-b.example', 'http://relay-b.example:8080/readyz'],
  ['http://[fd00::5]:8080', 'relay-b', 'http://[fd00::5]:8080/readyz'],
  ['https://relay.example', 'relay-b', 'https://relay.example/readyz'],
  ['of a newer relay, perhaps', 'relay-b', null],
  [null, 'relay-b', null],
])('a relay at %j on %s is asked at %j', (address, host, url) => {
  expect(readyUrl({ address, host })?.href ?? null).toBe(url);
});
