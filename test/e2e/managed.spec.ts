import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NORA, ring, SAM } from '../fixtures/allo.ts';
import { pageAt } from '../fixtures/app.ts';
import { managedMachine, type ManagedMachine } from '../fixtures/managed-machine.ts';
import { answerQuestions } from './questions.ts';
import { cardOf, expect, expectPopped, test as stageTest, type Stage } from './stage.ts';

const test = stageTest.extend<{ machine: ManagedMachine }>({
  machine: async ({}, use) => {
    const machine = managedMachine();
    stageTest.skip(machine === null, 'a computer of the test’s own takes root and mount namespaces');
    if (machine === null) return;
    await use(machine);
    machine.remove();
  },
});

async function groupOf(stage: Stage, ...options: string[]): Promise<string> {
  const { token } = await stage.relay.cli('groups', 'add', 'desks', ...options);
  return String(token);
}

/** Those that were paired by the group's token. */
async function devicesOf(stage: Stage) {
  const { devices } = await stage.relay.cli('devices', 'list');
  return (devices as { agent: string; group: string | null }[]).filter(({ group }) => group !== null);
}

test('a computer with its group’s token pairs by itself, again after a restart, and shows the next call', async ({
  stage,
  machine,
}) => {
  const token = await groupOf(stage, '--agents', NORA);
  machine.write({ relay: stage.relay.url(), pairing: { by: 'group', token, agent: NORA }, updates: false });
  const options = { machine: machine.run, userData: await stage.profile(), keychain: 'none' } as const;
  const first = await stage.start(options);
  await expect.poll(() => devicesOf(stage)).toMatchObject([{ agent: NORA, group: 'desks' }]);
  await stage.relay.play(ring());
  await expect(cardOf(await expectPopped(first), 'Ana Lopez')).toBeVisible();
  const home = await first.showHome();
  await home.getByRole('navigation').getByRole('button', { name: 'Settings' }).click();
  const managed = home.getByRole('region', { name: 'Managed by your organisation' });
  await expect(managed.getByText(`Only ${new URL(stage.relay.url()).host}`)).toBeVisible();
  await expect(managed.getByText('Your organisation installs them')).toBeVisible();
  await expect(home.getByText(/To end that, ask your admin/)).toBeVisible();
  await expect(home.getByRole('button', { name: /Forget/ })).toHaveCount(0);
  await first.kill();

  // Without a keychain the device token was in memory only.
  const second = await stage.start(options);
  await stage.relay.play(ring());
  await expect(cardOf(await expectPopped(second), 'Ana Lopez').first()).toBeVisible();
  expect(await devicesOf(stage)).toHaveLength(1);

  await second.kill();
  const files = await readdir(options.userData, { recursive: true, withFileTypes: true });
  // What Chromium wrote for a moment only may be gone already.
  const texts = files
    .filter((file) => file.isFile())
    .map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1').catch(unlessGone));
  expect((await Promise.all(texts)).filter((text) => text.includes(token))).toEqual([]);
});

function unlessGone(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
  throw error;
}

test('where the policy names nobody the agent says who they are, and is told what is wrong with it', async ({
  stage,
  machine,
}) => {
  const token = await groupOf(stage, '--agents', NORA);
  machine.write({ relay: stage.relay.url(), pairing: { by: 'group', token } });
  const app = await stage.start({ machine: machine.run });
  const home = await pageAt(app.electron, 'home.html');
  const address = home.getByLabel('Your work e-mail address');
  await expect(address).toBeFocused();
  await address.fill('nora');
  await address.press('Enter');
  await expect(home.getByText('That is not an e-mail address.').first()).toBeVisible();
  await address.fill(SAM);
  await address.press('Enter');
  await expect(home.getByText(/does not connect this address/).first()).toBeVisible();
  await home.getByLabel('Your work e-mail address').fill(NORA);
  await home.getByRole('button', { name: 'Connect' }).click();
  await expect(home.getByText('You are connected')).toBeVisible();
  await expect(home.getByText(`As ${NORA}`)).toBeVisible();
});

test('what is locked on the computer cannot be changed, holds at once when it appears, and goes before the relay’s', async ({
  stage,
  machine,
}) => {
  await stage.relay.configure({ app: { fixed: { historyDays: 90 }, defaults: {} } });
  machine.write({ locked: { historyDays: 14 } });
  const { token } = await stage.relay.tokenFor(NORA);
  const app = await stage.start({ machine: machine.run, relayUrl: stage.relay.url(), token });
  const home = await app.showHome();
  await home.getByRole('navigation').getByRole('button', { name: 'Settings' }).click();
  const days = home.getByRole('combobox', { name: 'Keep the history for' });
  await expect(days).toHaveValue('14');
  await expect(days).toBeDisabled();
  await expect(home.getByText('Some are fixed: they say so below')).toBeVisible();

  machine.write({ locked: { historyDays: 14, theme: 'dark' } });
  await expect(home.getByRole('radio', { name: 'Dark' })).toBeChecked({ timeout: 20_000 });
  // Past the controls, which are locked: main itself takes no change.
  const answered = await home.evaluate(() => {
    const bridge = Reflect.get(window, 'ringside') as { request(...args: unknown[]): Promise<unknown> };
    return bridge.request('preferences:set', { theme: 'light', historyDays: 365 });
  });
  expect(answered).toMatchObject({ values: { theme: 'dark', historyDays: 14 } });
  await expect(home.getByText('Set by your admin')).toHaveCount(2);
});

test('a link to another relay is refused with words, and so is the environment’s', async ({
  stage,
  machine,
}) => {
  machine.write({ relay: 'https://relay.example.com' });
  const { token } = await stage.relay.tokenFor(NORA);
  const app = await stage.start({ machine: machine.run, relayUrl: stage.relay.url(), token });
  const home = await pageAt(app.electron, 'home.html');
  await expect(home.getByText(/RINGSIDE_RELAY_URL is not used/)).toBeVisible();
  const link = await stage.relay.pairingLinkFor(NORA);
  await home.getByLabel('Pairing link').fill(link);
  await home.getByRole('button', { name: 'Pair' }).click();
  const refusal = /lets this computer be paired with relay\.example\.com only\. That link leads elsewhere/;
  await expect(home.getByText(refusal).first()).toBeVisible();
  // One that the system opens is refused at once: nobody is asked whether to follow it.
  const questions = await answerQuestions(app, 1);
  await app.showHome(link);
  await expect.poll(questions).toEqual([expect.stringMatching(refusal)]);
});

test('a computer that has to be approved says so, and connects once it is', async ({ stage, machine }) => {
  const token = await groupOf(stage, '--agents', NORA, '--approve');
  machine.write({ relay: stage.relay.url(), pairing: { by: 'group', token, agent: NORA } });
  const options = { machine: machine.run, userData: await stage.profile() };
  const first = await stage.start(options);
  const home = await pageAt(first.electron, 'home.html');
  await expect(home.getByRole('heading', { name: 'Waiting for your admin' })).toBeVisible();
  const { waiting } = await stage.relay.cli('devices', 'list');
  const [{ computer }] = waiting as [{ computer: string }];
  await stage.relay.cli('devices', 'approve', computer);
  await first.kill();
  await stage.start(options);
  await expect.poll(() => devicesOf(stage)).toMatchObject([{ agent: NORA, group: 'desks' }]);
});

test('whoever named a colleague by mistake names themselves while the admin has not said yes', async ({
  stage,
  machine,
}) => {
  const token = await groupOf(stage, '--all', '--approve');
  machine.write({ relay: stage.relay.url(), pairing: { by: 'group', token } });
  const app = await stage.start({ machine: machine.run });
  const home = await pageAt(app.electron, 'home.html');
  const address = home.getByLabel('Your work e-mail address');
  await address.fill(SAM);
  await address.press('Enter');
  await expect(home.getByRole('heading', { name: 'Waiting for your admin' })).toBeVisible();
  await home.getByRole('button', { name: 'Use another address' }).click();
  await expect(address).toBeFocused();
  await expect(address).toHaveValue(SAM);
  await address.fill(NORA);
  await address.press('Enter');
  await expect(home.getByText(`has to allow this computer for ${NORA}`)).toBeVisible();
  const { waiting } = await stage.relay.cli('devices', 'list');
  expect(waiting).toMatchObject([{ agent: NORA }]);
});

test('a relay that was set up anew gets its computers back by the token of its new group', async ({
  stage,
  machine,
}) => {
  const token = await groupOf(stage, '--agents', NORA);
  const policy = { relay: stage.relay.url(), pairing: { by: 'group', token, agent: NORA } };
  machine.write(policy);
  const app = await stage.start({ machine: machine.run });
  const home = await app.showHome();
  await expect(home.getByText('Connected')).toBeVisible();
  await stage.relay.kill();
  const anew = await stage.relay.startEmpty();
  await expect(home.getByText('The relay refuses this computer.')).toBeVisible({ timeout: 20_000 });
  await anew.cli('agents', 'add', NORA);
  const { token: newToken } = await anew.cli('groups', 'add', 'desks', '--agents', NORA);
  machine.write({ ...policy, pairing: { ...policy.pairing, token: String(newToken) } });
  await expect(home.getByText('Connected')).toBeVisible({ timeout: 20_000 });
  expect(await anew.cli('devices', 'list')).toMatchObject({ devices: [{ agent: NORA, group: 'desks' }] });
  await anew.kill();
});

test('a policy that others can write is not taken: the window says why, and offers no pairing', async ({
  stage,
  machine,
}) => {
  machine.write({ relay: stage.relay.url() }, 0o666);
  const app = await stage.start({ machine: machine.run });
  const home = await pageAt(app.electron, 'home.html');
  await expect(home.getByText(/Others than root may write to \/etc\/ringside\/managed\.json/)).toBeVisible();
  await expect(home.getByLabel('Pairing link')).toHaveCount(0);
  const log = () => readFile(join(app.userData, 'logs', 'ringside.log'), 'utf8');
  await expect.poll(log).toContain('"kind":"writable"');
  // Put right, it holds without a restart.
  machine.write({ relay: stage.relay.url() });
  await home.getByLabel('Pairing link').fill(await stage.relay.pairingLinkFor(NORA));
  await home.getByRole('button', { name: 'Pair' }).click();
  await expect(home.getByText('You are connected')).toBeVisible();
});
