import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ANA, completed, NORA, ring, sms } from '../fixtures/allo.ts';
import type { DrivenApp } from '../fixtures/app.ts';
import { answerQuestions } from './questions.ts';
import { cardOf, expect, expectLive, expectNoPop, expectPopped, test, type Stage } from './stage.ts';

const NOTE = 'Ask her about the zeppelin';
/** What the calls of these tests say about anybody, in every spelling that a disk could have it in. */
const PERSONAL = [
  'Lopez',
  'Globex',
  'Pilot, 40 seats',
  'Chief Operating',
  'new offer',
  'On my way',
  'zeppelin',
  'Nora speaking',
  ANA,
  ANA.slice(1),
  '0199001234',
  '01 99 00 12 34',
  '1 99 00 12 34',
];

/** Every file of the profile, the log included. */
async function filesOf(app: DrivenApp): Promise<{ name: string; bytes: Buffer }[]> {
  const entries = await readdir(app.userData, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return await Promise.all(
    files.map(async ({ parentPath, name }) => {
      return { name, bytes: await readFile(join(parentPath, name)).catch(() => Buffer.alloc(0)) };
    }),
  );
}

/** Which of these words stand in which file of the profile. */
async function foundOnDisk(app: DrivenApp, words = PERSONAL): Promise<string[]> {
  const found: string[] = [];
  for (const { name, bytes } of await filesOf(app))
    for (const word of words)
      for (const encoding of ['utf8', 'utf16le'] as const)
        if (bytes.includes(Buffer.from(word, encoding))) found.push(`${name}: ${word}`);
  return found;
}

/** The names of the profile's files that have any of these. */
async function filesWith(app: DrivenApp, parts: readonly Buffer[]): Promise<string[]> {
  const files = await filesOf(app);
  return files.filter(({ bytes }) => parts.some((part) => bytes.includes(part))).map(({ name }) => name);
}

/** A call from ring to summary, a text, and a note. */
async function playCall(stage: Stage, app: DrivenApp): Promise<Page> {
  const started_at = new Date().toISOString();
  await stage.relay.play(ring({ started_at }));
  const pop = await expectPopped(app);
  await stage.relay.play(completed({ start_date: started_at }));
  await expect(cardOf(pop, 'Ana Lopez').getByText('Ana asked to move the pilot to May.')).toBeVisible();
  await stage.relay.play(sms());
  const home = await app.showHome();
  await callRow(home).click();
  await home.getByRole('textbox', { name: 'Note' }).fill(NOTE);
  await expect(home.getByText('Saved', { exact: true })).toBeVisible();
  return home;
}

function callRow(home: Page) {
  return home.getByRole('treegrid').getByRole('row', { name: /Ana Lopez/ });
}

async function expectNote(home: Page): Promise<void> {
  await callRow(home).click();
  await expect(home.getByRole('textbox', { name: 'Note' })).toHaveValue(NOTE);
}

async function paired(stage: Stage) {
  const { token, device } = await stage.relay.tokenFor(NORA);
  return { device, options: { relayUrl: stage.relay.url(), token, userData: await stage.profile() } };
}

test.describe('with a keyring', () => {
  test('calls, texts and notes are sealed on disk, and outlive SIGKILL', async ({ stage }) => {
    const { options, device } = await paired(stage);
    const first = await stage.start(options);
    await expectLive(first);
    await playCall(stage, first);
    await expect.poll(() => stage.relay.acked(device)).toBe(3);
    await first.kill();
    expect((await stat(join(options.userData, 'calls.book'))).size).toBeGreaterThan(2_000);
    expect(await foundOnDisk(first)).toEqual([]);
    // The search does find what is there.
    expect(await foundOnDisk(first, ['gnome_libsecret'])).toContain('calls.key: gnome_libsecret');

    // Without the relay: what is shown now comes from the disk.
    await stage.relay.kill();
    const second = await stage.start(options);
    const home = await second.showHome();
    await expectNote(home);
    await expect(home.getByText('On my way.')).toBeVisible();
    expect(await foundOnDisk(second)).toEqual([]);
  });

  test('a pairing that is forgotten takes the key along, and books that were moved aside', async ({
    stage,
  }) => {
    const userData = await stage.profile();
    const app = await stage.start({ userData });
    await answerQuestions(app, 1);
    await (
      await app.showHome(await stage.relay.pairingLinkFor(NORA))
    )
      .getByRole('button', { name: 'Skip' })
      .click();
    const home = await playCall(stage, app);
    const [book, key] = ['calls.book', 'calls.key'].map((name) => join(userData, name));
    const before = { book: await readFile(book ?? ''), key: await readFile(key ?? '') };
    await writeFile(`${book}.damaged-1`, before.book);
    await home.getByRole('navigation').getByRole('button', { name: 'Settings' }).click();
    await home.getByRole('button', { name: 'Forget this pairing…' }).click();
    await home.getByRole('button', { name: 'Forget and erase' }).click();
    await expect(home.getByLabel('Pairing link')).toBeVisible();
    const { secret } = JSON.parse(before.key.toString()) as { secret: string };
    // A book's first bytes say that it is one; the seal begins after them.
    await expect.poll(() => filesWith(app, [Buffer.from(secret), before.book.subarray(24)])).toEqual([]);
    expect((await readdir(userData)).filter((name) => name.includes('damaged'))).toEqual([]);
    expect(await foundOnDisk(app)).toEqual([]);
  });

  test('a note that is cleared stays cleared', async ({ stage }) => {
    const { options } = await paired(stage);
    const first = await stage.start(options);
    await expectLive(first);
    const home = await playCall(stage, first);
    await home.getByRole('textbox', { name: 'Note' }).fill('');
    await expect(home.getByText('Saved', { exact: true })).toBeVisible();
    await first.kill();
    const again = await (await stage.start(options)).showHome();
    await callRow(again).click();
    await expect(again.getByRole('textbox', { name: 'Note' })).toHaveValue('');
  });

  test('a book of a version that did not seal is taken over, and its file erased', async ({ stage }) => {
    const { options } = await paired(stage);
    const body = ring();
    const frame = {
      type: 'event',
      seq: 1,
      call: 'call-before',
      topic: body.topic,
      webhookId: 'msg_before',
      occurredAt: body.timestamp,
      receivedAt: body.timestamp,
      ageMs: 0,
      data: body.data,
    };
    const record = { kind: 'event', epoch: 'epoch-before', heardAt: Date.now() - 3_600_000, frame };
    await writeFile(join(options.userData, 'calls.jsonl'), `${JSON.stringify(record)}\n`);
    await stage.relay.kill();
    const app = await stage.start(options);
    await expect(callRow(await app.showHome())).toBeVisible();
    await expect.poll(() => readdir(options.userData)).not.toContain('calls.jsonl');
    expect(await foundOnDisk(app)).toEqual([]);
  });

  test('a key that the keyring does not open costs nothing: its book is set aside, and comes back with it', async ({
    stage,
  }) => {
    const { options } = await paired(stage);
    const first = await stage.start(options);
    await expectLive(first);
    await playCall(stage, first);
    await first.close();
    const key = join(options.userData, 'calls.key');
    const sealed = JSON.parse(await readFile(key, 'utf8')) as { backend: string; secret: string };
    // Sealed with a secret that this keyring never had.
    const other = Buffer.from(sealed.secret, 'base64').map((byte, at) => (at < 3 ? byte : byte ^ 0x5a));
    await writeFile(key, JSON.stringify({ ...sealed, secret: Buffer.from(other).toString('base64') }));
    const second = await stage.start(options);
    await expectLive(second);
    const home = await second.showHome();
    await callRow(home).click();
    await expect(home.getByRole('textbox', { name: 'Note' })).toHaveValue('');
    await expect(home.getByRole('contentinfo')).toContainText('History of another keychain is set aside.');
    await second.close();
    const { others } = JSON.parse(await readFile(key, 'utf8')) as { others: { secret: string }[] };
    const now = JSON.parse(await readFile(key, 'utf8')) as object;
    await writeFile(key, JSON.stringify({ ...now, others: others.map((one) => ({ ...one, ...sealed })) }));
    const third = await stage.start(options);
    await expectNote(await third.showHome());
    await expect
      .poll(async () => (await readdir(options.userData)).filter((name) => name.includes('.aside-')))
      .toEqual([]);
  });
});

test('without a keychain a ring that still rings pops again after the app was killed, and a closed one does not', async ({
  stage,
}) => {
  await stage.relay.configure({ ringWindow: 300 });
  const { options } = await paired(stage);
  const first = await stage.start({ ...options, keychain: 'none' });
  await expectLive(first);
  await stage.relay.play(ring());
  await expect(cardOf(await expectPopped(first), 'Ana Lopez')).toBeVisible();
  const next = { from_number: '+33199002222', person: { id: 'con_2', name: 'Next' } };
  await stage.relay.play(ring(next));
  await cardOf(await expectPopped(first), 'Next')
    .getByRole('button', { name: 'Close this card' })
    .click();
  await expect.poll(() => readdir(options.userData)).toContain('closed.json');
  await first.kill();
  expect(await foundOnDisk(first)).toEqual([]);

  const second = await stage.start({ ...options, keychain: 'none' });
  const pop = await expectPopped(second);
  await expect(cardOf(pop, 'Ana Lopez')).toBeVisible();
  await expect(pop.getByRole('article')).toHaveCount(1);
  expect(await foundOnDisk(second)).toEqual([]);
});

test('without a keychain nothing personal is on disk, and the window says that history is in memory', async ({
  stage,
}) => {
  const { options, device } = await paired(stage);
  await writeFile(join(options.userData, 'calls.jsonl'), '{"kind":"owner","agent":"Ana Lopez"}\n');
  const app = await stage.start({ ...options, keychain: 'none' });
  await expectLive(app);
  const home = await playCall(stage, app);
  await expect(home.getByText('History is kept in memory only: this system has no keychain.')).toBeVisible();
  expect(await readdir(options.userData)).not.toContain('calls.jsonl');
  expect(await readdir(options.userData)).not.toContain('calls.book');
  expect(await foundOnDisk(app)).toEqual([]);
  // An acknowledgement would say that it is on disk here.
  expect(await stage.relay.acked(device)).toBe(0);
  await app.kill();
  expect(await foundOnDisk(app)).toEqual([]);
});

test('without a keychain a restart asks the relay for the newest calls, and what was closed stays closed', async ({
  stage,
}) => {
  const { options } = await paired(stage);
  const first = await stage.start({ ...options, keychain: 'none' });
  await expectLive(first);
  await stage.relay.play(ring());
  await cardOf(await expectPopped(first), 'Ana Lopez')
    .getByRole('button', { name: 'Close this card' })
    .click();
  await expectNoPop(first);
  await first.close();
  expect(await foundOnDisk(first)).toEqual([]);

  const second = await stage.start({ ...options, keychain: 'none' });
  await expectLive(second);
  await expect(callRow(await second.showHome())).toBeVisible();
  expect(await second.popIsVisible()).toBe(false);
});
