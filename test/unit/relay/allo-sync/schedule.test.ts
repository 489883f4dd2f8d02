import { expect, it, onTestFinished } from 'vitest';
import { scheduleSyncs } from '../../../../src-relay/allo-sync/schedule.ts';
import { until } from '../../../fixtures/until.ts';

const never = (): never => {
  throw new Error('nothing is written without an answer of Allo');
};

it('another time between syncs, and one that is switched on, count soon and not after the time of before', async () => {
  let asked = 0;
  let everyMs = 24 * 3_600_000;
  const syncs = scheduleSyncs({
    takeUp: never,
    ask: () => {
      asked += 1;
      return Promise.resolve(asked < 3 ? null : { users: null, numbers: null, troubles: [] });
    },
    everyMs: () => everyMs,
    now: Date.now,
    watch: { done: () => undefined, changed: never, troubled: never, failed: () => undefined },
    firstAfterMs: 0,
    lookEveryMs: 5,
  });
  onTestFinished(syncs.stop);
  await until('it to be switched on', () => asked === 3);
  everyMs = 20;
  await until('the next one', () => asked >= 5);
});

it.each(['while Allo answers', 'as Allo has answered'])(
  'one that is asked for %s is not forgotten',
  async (when) => {
    let asked = 0;
    const answering = Promise.withResolvers<null>();
    const syncs = scheduleSyncs({
      takeUp: never,
      ask: () => {
        asked += 1;
        return asked === 1 ? answering.promise : Promise.resolve(null);
      },
      everyMs: () => 24 * 3_600_000,
      now: Date.now,
      watch: { done: never, changed: never, troubled: never, failed: never },
      firstAfterMs: 0,
    });
    onTestFinished(syncs.stop);
    await until('the first one', () => asked === 1);
    if (when === 'while Allo answers') syncs.again();
    answering.resolve(null);
    if (when === 'as Allo has answered') syncs.again();
    await until('the second one', () => asked === 2);
    expect(asked).toBe(2);
  },
);
