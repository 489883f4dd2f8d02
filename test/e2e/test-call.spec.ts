import type { Bridge } from '../../src-shared/ipc/contract.ts';
import { cardOf, expect, expectPopped, test } from './stage.ts';

test('a test call goes the whole way and says how long each part of it took', async ({ stage }) => {
  const app = await stage.start();
  const home = await app.showHome();
  await expect(home.getByText('Connected')).toBeVisible();
  const result = await home.evaluate(() => {
    const bridge = Reflect.get(window, 'ringside') as Bridge;
    return bridge.request('activity:testCall');
  });
  await expect(cardOf(await expectPopped(app), 'Test call')).toBeVisible();
  if (!result.ok) throw new Error(result.problem);
  const { verifiedMs, committedMs, arrivedMs, paintedMs } = result.stages;
  const times = [verifiedMs, committedMs, arrivedMs, paintedMs].map(Number);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(paintedMs).toBeLessThan(5_000);
});
