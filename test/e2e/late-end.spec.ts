import { ANA, completed } from '../fixtures/allo.ts';
import { cardOf, expect, expectLive, expectPopped, test } from './stage.ts';

const MINUTE = 60_000;

function ago(ms: number): string {
  return new Date(Date.now() - ms).toISOString();
}

test('a completion that comes 20 minutes late shows its card to whoever had the call, for a moment', async ({
  stage,
}) => {
  const app = await stage.start();
  await expectLive(app);
  await stage.relay.play(completed({ start_date: ago(25.5 * MINUTE), from_number: ANA }));
  const pop = await expectPopped(app);
  await expect(cardOf(pop, 'Ana Lopez')).toContainText('move the pilot to May');
  await expect(cardOf(pop, 'Ana Lopez')).toContainText('leaves by itself');
  await expect(cardOf(pop, 'Ana Lopez')).toHaveCount(0, { timeout: 45_000 });
  const home = await app.showHome();
  await expect(home.getByRole('treegrid').getByRole('row').filter({ hasText: 'Ana Lopez' })).toBeVisible();
});
