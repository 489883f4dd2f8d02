import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bodyRoom, type BodyPlace } from '../../../../src-relay/http/body-room.ts';

const whole = (place: BodyPlace): Buffer => Buffer.concat(place.pieces());

test('a body comes out as it went in, however it was cut, beside others that come and go', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.nat(4),
          fc.oneof(fc.uint8Array({ maxLength: 9000 }), fc.constant(null)),
          fc.integer({ min: 1, max: 30 }),
        ),
        { maxLength: 60 },
      ),
      (steps) => {
        const room = bodyRoom(1e9);
        const open = new Map<number, { place: BodyPlace; sent: Uint8Array[] }>();
        for (const [who, chunk, times] of steps) {
          const own = open.get(who) ?? { place: room.enter(() => undefined), sent: [] };
          open.set(who, own);
          if (chunk === null) {
            own.place.leave();
            open.delete(who);
            continue;
          }
          for (let i = 0; i < times; i += 1) {
            own.place.take(chunk);
            own.sent.push(chunk);
          }
          for (const { place, sent } of open.values())
            expect(whole(place).equals(Buffer.concat(sent))).toBe(true);
        }
      },
    ),
    { numRuns: 50 },
  );
});

test('when there is no room whoever has been coming longest goes, never who comes now', () => {
  const room = bodyRoom(200_000);
  const gone: string[] = [];
  const [first, second, third] = ['first', 'second', 'third'].map((name) =>
    room.enter(() => gone.push(name)),
  );
  first?.take(new Uint8Array(100_000));
  second?.take(new Uint8Array(60_000));
  third?.take(new Uint8Array(60_000));
  expect(gone).toEqual(['first']);
  third?.take(new Uint8Array(150_000));
  expect(gone).toEqual(['first', 'second']);
  third?.take(new Uint8Array(150_000));
  expect(gone).toEqual(['first', 'second']);
});

test('a body that comes a byte at a time is counted as it lies in memory, and takes no more than twice of it', () => {
  const room = bodyRoom(100_000);
  let crowdedOut = false;
  const old = room.enter(() => (crowdedOut = true));
  for (let i = 0; i < 33_000; i += 1) old.take(Buffer.from('x'));
  expect(whole(old)).toHaveLength(33_000);
  expect(crowdedOut).toBe(false);
  room.enter(() => undefined).take(new Uint8Array(40_000));
  expect(crowdedOut).toBe(true);
});
