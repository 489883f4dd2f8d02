import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { requestSchemas } from '../../../src-shared/ipc/contract.ts';
import { ANA, answer, completed, NORA, ring, sms } from '../../fixtures/allo.ts';
import { hasKeyring } from '../../fixtures/app.ts';
import { cardOf, expectPopped } from '../../e2e/stage.ts';
import { ask, expect, test, type Desk } from './desk.ts';

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** The app’s processes, as everybody sees them: the main one and whatever it has started. */
async function processesOf({ app }: Desk): Promise<string[]> {
  const pids = await app.electron.evaluate(({ app: { getAppMetrics } }) =>
    getAppMetrics().map(({ pid }) => pid),
  );
  return await Promise.all(pids.map(async (pid) => await readFile(`/proc/${pid}/cmdline`, 'utf8')));
}

test('K1 nothing that a page can ask for has the token in it', async ({ desk }) => {
  const first = Object.keys(requestSchemas).filter((channel) => channel.endsWith(':ready'));
  const asked = [
    ...first.map((channel) => [channel] as const),
    ['history:page', { after: null }] as const,
    ['texts:page', { after: null }] as const,
  ];
  for (const [channel, payload] of asked) {
    const answer = await ask(desk.home, channel, payload);
    // One that is refused would have no token in it either.
    expect([channel, typeof answer]).toEqual([channel, 'object']);
    expect(JSON.stringify(answer)).not.toContain(desk.token);
  }
  for (const page of [desk.home, desk.pop]) expect(await page.content()).not.toContain(desk.token);
});

test('K2 the token and what was called lie in no file that could be read', async ({ desk }) => {
  const { relay } = desk.stage;
  // By a link: a token of the environment is on no disk at all.
  const app = await desk.stage.start({ userData: await desk.stage.profile() });
  const home = await app.showHome();
  await home.getByLabel('Pairing link').fill(await relay.pairingLinkFor(NORA));
  await home.getByRole('button', { name: 'Pair' }).click();
  await home.getByRole('button', { name: 'Skip' }).click();
  await relay.play(ring());
  await relay.play(answer());
  await relay.play(completed());
  await relay.play(sms());
  await cardOf(await expectPopped(app), 'Ana Lopez')
    .first()
    .waitFor();
  const words = ['Lopez', 'Globex', 'new offer', 'Nora speaking', 'On my way', ANA, ANA.slice(1)];
  if (hasKeyring()) {
    const book = join(app.userData, 'calls.book');
    await expect
      .poll(() =>
        stat(book).then(
          ({ size }) => size,
          () => 0,
        ),
      )
      .toBeGreaterThan(2_000);
    const kept = await readFile(join(app.userData, 'identity.json'), 'utf8');
    const { secret } = JSON.parse(kept) as { secret: string };
    // What the keychain gives back for it is what must be nowhere.
    const token = await app.electron.evaluate(
      ({ safeStorage }, sealed) => safeStorage.decryptString(Buffer.from(sealed, 'base64')),
      secret,
    );
    expect(token.length).toBeGreaterThan(40);
    words.push(token);
  }
  await app.close();
  const found: string[] = [];
  for (const file of await filesIn(app.userData)) {
    const bytes = await readFile(file);
    for (const word of words)
      for (const encoding of ['utf8', 'utf16le'] as const)
        if (bytes.includes(Buffer.from(word, encoding))) found.push(`${word} in ${file}`);
  }
  expect(found).toEqual([]);
});

test('K4 what the app writes is for its user alone', async ({ desk }) => {
  test.skip(process.platform === 'win32', 'Windows has no modes: a profile is its user’s');
  // Answered means on disk.
  await ask(desk.home, 'preferences:set', { volume: 0.5 });
  // Chromium's files beside ours have no such names.
  const ours = (await readdir(desk.app.userData)).filter((name) => /\.(?:json|book|key|jsonl)$/.test(name));
  expect(ours).toEqual(expect.arrayContaining(['policy.json', 'starts.json']));
  const found: string[] = [];
  for (const name of [...ours, 'logs', 'logs/ringside.log']) {
    const { mode } = await stat(join(desk.app.userData, name));
    if ((mode & 0o077) !== 0) found.push(`${name} ${(mode & 0o777).toString(8)}`);
  }
  expect(found).toEqual([]);
});

test('K5 the log names no token, number, name or text', async ({ desk }) => {
  await desk.stage.relay.play(ring());
  await desk.stage.relay.play(completed());
  await desk.stage.relay.play(sms());
  await cardOf(await expectPopped(desk.app), 'Ana Lopez')
    .first()
    .waitFor();
  // A line that comes after all of that.
  await ask(desk.home, 'texts:copy', { id: 'Lopez', what: 'Globex' });
  const logged = () => readFile(join(desk.app.userData, 'logs/ringside.log'), 'utf8');
  await expect.poll(logged).toContain('texts:copy');
  const log = await logged();
  const words = [desk.token, ANA, ANA.slice(3), 'Ana', 'Lopez', 'Globex', 'nora', 'ringside.example'];
  words.push('new offer', 'pilot', 'On my way');
  expect(words.filter((word) => log.toLowerCase().includes(word.toLowerCase()))).toEqual([]);
});

test('K6 the token stands in no command line, and in the environment of nothing that is started later', async ({
  desk,
}) => {
  test.skip(process.platform !== 'linux', 'read from /proc');
  const lines = await processesOf(desk);
  expect(lines.length).toBeGreaterThan(2);
  expect(lines.filter((line) => line.includes(desk.token))).toEqual([]);
  const inherited = await desk.app.electron.evaluate(() => Object.keys(process.env));
  expect(inherited).not.toContain('RINGSIDE_DEVICE_TOKEN');
  await desk.stage.relay.play(ring());
  const card = cardOf(await expectPopped(desk.app), 'Ana Lopez').first();
  const button = card.getByRole('button', { name: 'Open in Acme CRM' });
  const before = await desk.app.opened();
  await button.evaluate((element: HTMLElement) => element.click());
  await expect.poll(() => desk.app.opened()).toHaveLength(before.length + 1);
  const environment = await desk.app.browserEnvironment();
  expect(environment).toContain('PATH=');
  expect(environment).not.toContain(desk.token);
  expect(environment).not.toContain('RINGSIDE_DEVICE_TOKEN');
});

test('K7 no crash is sent to anybody, and none leaves the memory’s secrets in a file', async ({ desk }) => {
  const reporting = await desk.app.electron.evaluate(({ crashReporter }) => {
    try {
      return crashReporter.getUploadToServer();
    } catch {
      return 'not started';
    }
  });
  expect([false, 'not started']).toContain(reporting);
  if (process.platform === 'linux') {
    const pid = desk.app.electron.process().pid;
    // Nothing of its memory goes into a core dump: core(5).
    expect(await readFile(`/proc/${pid}/coredump_filter`, 'utf8')).toBe('00000000\n');
  }
  const lines = await processesOf(desk);
  expect(lines.filter((line) => line.includes('crashpad'))).toEqual([]);
  expect((await filesIn(desk.app.userData)).filter((file) => file.endsWith('.dmp'))).toEqual([]);
});
