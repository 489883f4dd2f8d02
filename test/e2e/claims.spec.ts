import type { Locator } from '@playwright/test';
import { LINE, NORA, ring, SAM } from '../fixtures/allo.ts';
import type { DrivenApp } from '../fixtures/app.ts';
import { cardOf, expect, expectLive, expectPopped, test, type Stage } from './stage.ts';

const TELL = 'Tell the team I’m on it';

const ringOnLine = () => ring({ started_at: new Date(Date.now() - 1_000).toISOString(), user_email: null });

/** Nora and Sam on one line, each with a desktop. */
async function twoDesks({ relay, start }: Stage): Promise<{ nora: DrivenApp; sam: DrivenApp }> {
  await relay.configure({ lines: { [LINE]: { name: 'Sales line', agents: [NORA, SAM] } } });
  const nora = await start();
  const sam = await start({ relayUrl: relay.url(), token: (await relay.tokenFor(SAM)).token });
  await expectLive(nora);
  await expectLive(sam);
  return { nora, sam };
}

/** A press may count as the same as the one before: until `then` is there, it is made again. */
async function clickUntil(button: Locator, then: Locator): Promise<void> {
  await expect(async () => {
    if (!(await then.isVisible())) await button.click({ timeout: 500 });
    await expect(then).toBeVisible({ timeout: 500 });
  }).toPass();
}

test('the team is told who is on it, and told when that is taken back; the focus stays where it was', async ({
  stage,
}) => {
  const { nora, sam } = await twoDesks(stage);
  await stage.relay.play(ringOnLine());
  const [hers, his] = [await expectPopped(nora), await expectPopped(sam)];
  const [herCard, hisCard] = [cardOf(hers, /Ana Lopez/), cardOf(his, /Ana Lopez/)];
  const tell = herCard.getByRole('button', { name: TELL });
  // His card says it for three seconds, which are over before a slow machine looks after the click.
  const namedToHim = expect(hisCard.getByText('Nora has it')).toBeVisible();
  await Promise.all([namedToHim, tell.click()]);
  await expect(herCard.getByText('You have it')).toBeVisible();
  const release = herCard.getByRole('button', { name: 'Release' });
  await expect(release).toBeFocused();
  await expect(hers.getByText('Your team sees that you are on it')).toBeAttached();
  await expect(hisCard).toHaveCount(0);

  await clickUntil(release, tell);
  await expect(tell).toBeFocused();
  await expect(hers.getByText('Your team sees that nobody is on it')).toBeAttached();
  // It still rings, and nobody is on it: his card is back.
  await expect(hisCard.getByRole('button', { name: TELL })).toBeVisible();
  await hisCard.getByRole('button', { name: TELL }).click();
  await expect(hisCard.getByText('You have it')).toBeVisible();
  await expect(herCard.getByText('Sam has it')).toBeVisible();
});

test('a claim that is taken back while another device of the agent’s is off is gone there too, and stays so', async ({
  stage,
}) => {
  const { relay } = stage;
  const { nora } = await twoDesks(stage);
  const userData = await stage.profile();
  const atHome = { relayUrl: relay.url(), token: (await relay.tokenFor(NORA)).token, userData };
  const second = await stage.start(atHome);
  await expectLive(second);
  await relay.play(ringOnLine());
  const card = cardOf(await expectPopped(nora), /Ana Lopez/);
  await card.getByRole('button', { name: TELL }).click();
  await expect(cardOf(await second.pop(), /Ana Lopez/).getByText('You have it')).toBeVisible();
  await second.kill();
  await clickUntil(card.getByRole('button', { name: 'Release' }), card.getByRole('button', { name: TELL }));
  const again = await stage.start(atHome);
  await expectLive(again);
  const home = await again.showHome();
  const row = home.getByRole('row', { name: /^Ana/ });
  await expect(row).toBeVisible();
  await expect(row).not.toContainText('You have it');
});

test('nobody else is on the line: there is nobody to tell', async ({ stage }) => {
  await stage.relay.configure({ lines: { [LINE]: { name: 'Sales line', agents: [NORA] } } });
  const app = await stage.start();
  await expectLive(app);
  await stage.relay.play(ringOnLine());
  const card = cardOf(await expectPopped(app), /Ana Lopez/);
  await expect(card.getByText('Ringing')).toBeVisible();
  await expect(card.getByRole('button', { name: TELL })).toHaveCount(0);
});
