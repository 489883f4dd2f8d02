import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  heightsIn,
  isOfPastTimeline,
  wentBack,
  whatIsLower,
  worthKeeping,
  type Heights,
} from '../../../../src-relay/postgres/went-back.ts';

const EPOCH = 'an epoch';
const small = fc.nat({ max: 5 });
const agents = fc.dictionary(
  fc.constantFrom('1', '2', '3', '40'),
  fc.tuple(small, small).map(([erasures, head]): [number, number] => [erasures, head]),
);
const journals: fc.Arbitrary<Heights> = fc.record({
  epoch: fc.constant(EPOCH),
  server: fc.constantFrom('', 'a server'),
  timeline: fc.constant('00000002'),
  directory: small,
  forgettings: small,
  agents,
});
/** What becomes of a journal: numbers rise, agents are removed and added, the next server takes over. */
const later = (before: Heights): fc.Arbitrary<Heights> =>
  fc
    .record({ more: fc.array(small, { minLength: 12, maxLength: 12 }), gone: agents, added: agents })
    .map(({ more, gone, added }) => {
      const [directory = 0, forgettings = 0, timeline = 0, ...each] = more;
      const kept = Object.entries(before.agents)
        .filter(([id]) => !(id in gone))
        .map(([id, [erasures, head]], i): [string, [number, number]] => {
          const again = (each[2 * i] ?? 0) > 3 ? 1 : 0;
          return [id, [erasures + again, head + (each[2 * i + 1] ?? 0)]];
        });
      return {
        epoch: EPOCH,
        server: 'a server',
        timeline: `0000000${2 + (timeline % 4)}`,
        directory: before.directory + directory,
        forgettings: before.forgettings + forgettings,
        agents: {
          ...Object.fromEntries(Object.entries(added).map(([id, of]) => [`9${id}`, of])),
          ...Object.fromEntries(kept),
        },
      };
    });
const histories = journals.chain((before) => fc.tuple(fc.constant(before), later(before)));

test('a journal that only went on has not gone back, whoever was added, removed or forgotten, and whichever server took over', () => {
  fc.assert(fc.property(histories, ([before, now]) => void expect(wentBack(before, now)).toBeNull()));
});

test('a journal that is as it was before anything happened has gone back, unless nothing had', () => {
  fc.assert(
    fc.property(histories, ([before, now]) => {
      const restored = { ...before, timeline: '0000000A' };
      const isSame = Object.entries(now.agents).every(([id, [erasures, head]]) => {
        const was = before.agents[id];
        return was === undefined || (was[0] === erasures && was[1] === head);
      });
      const nothing = isSame && before.directory === now.directory && before.forgettings === now.forgettings;
      expect(wentBack(now, restored) === null).toBe(nothing);
    }),
  );
});

test('nothing is said of another epoch, of a server that another one took over from, or when nothing was seen before', () => {
  fc.assert(
    fc.property(journals, journals, (before, now) => {
      expect(wentBack(null, now)).toBeNull();
      expect(wentBack(before, { ...now, epoch: 'another' })).toBeNull();
      const past = { ...now, server: before.server, timeline: '00000001' };
      expect(isOfPastTimeline(before, past)).toBe(true);
      expect(wentBack(before, past)).toBeNull();
    }),
  );
});

test('a copy on another server is compared whatever its timeline: a dump is restored into the first one of a new server', () => {
  fc.assert(
    fc.property(histories, fc.constantFrom('00000001', '00000009'), ([before, now], timeline) => {
      const elsewhere = { ...before, server: 'another server', timeline };
      expect(isOfPastTimeline(now, elsewhere)).toBe(false);
      expect(wentBack(now, elsewhere)).toBe(whatIsLower(now, elsewhere));
    }),
  );
});

test('a note of an older relay, which does not name the server, is read', () => {
  const noted = { epoch: EPOCH, timeline: '00000002', directory: 1, forgettings: 0, agents: { 1: [0, 3] } };
  expect(heightsIn(JSON.stringify(noted))).toEqual({ ...noted, server: '' });
});

test('what is kept of it is read again as it was, and what is no such thing is not', () => {
  fc.assert(fc.property(journals, (seen) => void expect(heightsIn(JSON.stringify(seen))).toEqual(seen)));
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void expect(heightsIn(text)).toBeNull()));
});

test('of many agents those are kept whose numbers rose last, and no more than enough', () => {
  const of = (heads: readonly number[]): Heights => ({
    epoch: EPOCH,
    server: 'a server',
    timeline: '00000001',
    directory: 0,
    forgettings: 0,
    agents: Object.fromEntries(heads.map((head, id) => [String(id), [0, head]])),
  });
  const before = of(Array<number>(300).fill(1));
  const kept = worthKeeping(before, of(Array.from({ length: 300 }, (_, id) => (id >= 250 ? 2 : 1))));
  expect(Object.keys(kept.agents)).toHaveLength(200);
  for (let id = 250; id < 300; id += 1) expect(kept.agents[id]).toEqual([0, 2]);
  expect(worthKeeping(null, of([1, 2]))).toEqual(of([1, 2]));
});
