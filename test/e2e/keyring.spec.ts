import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { NORA, ring } from '../fixtures/allo.ts';
import type { DrivenApp } from '../fixtures/app.ts';
import { openKeyrings, type Keyrings } from '../../scripts/setup/keyrings.ts';
import { cardOf, expect, expectLive, expectPopped, test, type Stage } from './stage.ts';
import { watchStandstill } from './standstill.ts';

const NOTE = 'Ask her about the zeppelin';
/** Longer than main may ever stand still. */
const STILL_MS = 1_000;

let keyrings: Keyrings;
let before: NodeJS.ProcessEnv;
test.beforeEach(async () => {
  keyrings = await openKeyrings();
  before = { ...process.env };
  Object.assign(process.env, keyrings.env);
});
test.afterEach(async () => {
  for (const name of Object.keys(keyrings.env))
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  await keyrings.close();
});

async function managed(stage: Stage) {
  const { token, device } = await stage.relay.tokenFor(NORA);
  return { device, options: { relayUrl: stage.relay.url(), token, userData: await stage.profile() } };
}

function callRow(home: Awaited<ReturnType<DrivenApp['showHome']>>, name: string | RegExp) {
  return home.getByRole('treegrid').getByRole('row', { name });
}

test('with a locked keyring the app starts, connects and pops; once it opens everything is sealed and acknowledged', async ({
  stage,
}) => {
  await keyrings.use('first', 'locked');
  const { options, device } = await managed(stage);
  const app = await stage.start(options);
  const stoodStill = await watchStandstill(app);
  await expectLive(app);
  await stage.relay.play(ring());
  await expect(cardOf(await expectPopped(app), 'Ana Lopez')).toBeVisible();
  const home = await app.showHome();
  await expect(
    home.getByText('History is kept in memory only until the system’s keychain is opened.'),
  ).toBeVisible();
  await callRow(home, /Ana Lopez/).click();
  await home.getByRole('textbox', { name: 'Note' }).fill(NOTE);
  await expect(home.getByText('Saved', { exact: true })).toBeVisible();
  expect(await readdir(options.userData)).not.toContain('calls.book');
  expect(await stage.relay.acked(device)).toBe(0);

  await keyrings.unlock();
  await expect(home.getByText('History is kept in memory only until')).toHaveCount(0);
  await expect.poll(() => stage.relay.acked(device)).toBe(1);
  expect(await stoodStill()).toBeLessThan(STILL_MS);
  await app.kill();

  await stage.relay.kill();
  const again = await (await stage.start(options)).showHome();
  await callRow(again, /Ana Lopez/).click();
  await expect(again.getByRole('textbox', { name: 'Note' })).toHaveValue(NOTE);
});

test('a pairing behind a locked keyring is said to wait, and connects by itself once it opens', async ({
  stage,
}) => {
  await keyrings.use('first');
  const userData = await stage.profile();
  const first = await stage.start({ userData });
  const welcome = await first.showHome();
  await welcome.getByLabel('Pairing link').fill(await stage.relay.pairingLinkFor(NORA));
  await welcome.getByRole('button', { name: 'Pair' }).click();
  await expect(welcome.getByRole('button', { name: 'Skip' })).toBeVisible();
  await first.close();

  await keyrings.use('first', 'locked');
  const second = await stage.start({ userData });
  const stoodStill = await watchStandstill(second);
  const home = await second.showHome();
  await expect(home.getByText('Waiting for the system’s keychain to be opened')).toBeVisible();
  await keyrings.unlock();
  await expect(home.getByText('Connected')).toBeVisible();
  expect(await stoodStill()).toBeLessThan(STILL_MS);
});

test('another keyring at one start costs neither history nor note nor pairing', async ({ stage }) => {
  await keyrings.use('first');
  const userData = await stage.profile();
  const first = await stage.start({ userData });
  const welcome = await first.showHome();
  await welcome.getByLabel('Pairing link').fill(await stage.relay.pairingLinkFor(NORA));
  await welcome.getByRole('button', { name: 'Pair' }).click();
  await welcome.getByRole('button', { name: 'Skip' }).click();
  await stage.relay.play(ring());
  await callRow(welcome, /Ana Lopez/).click();
  await welcome.getByRole('textbox', { name: 'Note' }).fill(NOTE);
  await expect(welcome.getByText('Saved', { exact: true })).toBeVisible();
  await first.close();

  await keyrings.use('second');
  const second = await stage.start({ userData });
  const home = await second.showHome();
  await expect(home.getByText('Paired with another keychain')).toBeVisible();
  await home.getByLabel('Pairing link').fill(await stage.relay.pairingLinkFor(NORA));
  await home.getByRole('button', { name: 'Pair' }).click();
  await home.getByRole('button', { name: 'Skip' }).click();
  await expect(home.getByText('History of another keychain is set aside.')).toBeVisible();
  await callRow(home, /Ana Lopez/).click();
  await expect(home.getByRole('textbox', { name: 'Note' })).toHaveValue('');
  await second.close();

  await keyrings.use('first');
  const third = await stage.start({ userData });
  const back = await third.showHome();
  await expect(back.getByText('Connected')).toBeVisible();
  await callRow(back, /Ana Lopez/).click();
  await expect(back.getByRole('textbox', { name: 'Note' })).toHaveValue(NOTE);
  await expect(back.getByText('is set aside')).toHaveCount(0);
  await expect
    .poll(async () => (await readdir(userData)).filter((name) => name.includes('.aside-')))
    .toEqual([]);
  expect(await readdir(join(userData))).toContain('calls.book');
});
