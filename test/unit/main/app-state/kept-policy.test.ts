import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keepDays } from '../../../../src-main/book/keep-days.ts';
import { markOf, openPolicyFile } from '../../../../src-main/app-state/policy-file.ts';
import { openPreferences } from '../../../../src-main/preferences/preference-store.ts';
import { createAppState } from '../../../../src-main/app-state/app-state.ts';
import type { AgentEmail } from '../../../../src-shared/brand.ts';
import { DEFAULT_POLICY, type Policy } from '../../../../src-shared/wire/policy.ts';
import { NORA, ring, SAM } from '../../../fixtures/allo.ts';
import { callsIn, take, useBooks } from '../books.ts';
import { frameOf, isoAt, NOON, notedLog, welcome } from '../heard.ts';

const DAY = 86_400_000;
const relay = new URL('https://relay.example/');
const NORAS = markOf({ relay, token: 'token-of-nora-1234567890' });
const SAMS = markOf({ relay, token: 'token-of-sam-12345678901' });
const said: Policy = {
  ...DEFAULT_POLICY,
  ringWindow: 30,
  lines: [{ number: '+33199003300', name: 'Nora direct' }],
  agents: [{ email: SAM, name: 'Sam Adeyemi', aliases: ['s@old.example'] }],
  crm: { preset: 'pipedrive', company: 'acme', ids: {} },
  app: { fixed: { historyDays: 90, corner: 'top-left' }, defaults: { theme: 'dark' } },
};
const welcomed = (policy: Policy, agent = NORA) =>
  ({ ...(welcome() as object), type: 'welcome', agent, policy }) as never;

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'ringside-policy-'))));
afterEach(() => rm(folder, { recursive: true, maxRetries: 5 }));
const path = () => join(folder, 'policy.json');

/** The app as it starts, before it knows whose it is. */
function start() {
  const file = openPolicyFile(path(), notedLog());
  const appState = createAppState(file);
  const preferences = openPreferences(join(folder, 'preferences.json'), notedLog());
  preferences.adminSays(appState.get().policy.app);
  appState.onChange(({ policy }) => preferences.adminSays(policy.app));
  const days = () => (appState.get().knowsDays ? preferences.get().historyDays : null);
  return { file, appState, preferences, days };
}

/** Paired, told a policy, and ended. */
async function oneRun(policy = said, unread: readonly string[] = []) {
  const app = start();
  app.appState.belongTo(NORAS);
  app.appState.receive(welcomed(policy), unread);
  await app.file.settled();
  await app.preferences.settled();
  return app;
}

describe('the last policy', () => {
  test('holds from the start: what was locked is, before the relay has said a word', async () => {
    await oneRun();
    const { appState, preferences, days } = start();
    expect(preferences.fixed()).toEqual(['corner', 'historyDays']);
    preferences.set({ corner: 'bottom-left', historyDays: 1 });
    expect(preferences.get()).toMatchObject({ corner: 'top-left', historyDays: 90, theme: 'dark' });
    expect(appState.get().policy).toMatchObject({ ringWindow: 30, crm: { company: 'acme' } });
    expect(days()).toBeNull();
    appState.belongTo(NORAS);
    expect(days()).toBe(90);
    await preferences.settled();
  });

  test('says nothing about anybody to whoever reads the file', async () => {
    await oneRun();
    const text = await readFile(path(), 'utf8');
    for (const word of ['@', 'Sam', 'Nora', '+33', 'token', 'relay.example'])
      expect(text).not.toContain(word);
  });

  test('of another pairing does not hold, and is erased', async () => {
    await oneRun();
    const { file, appState, preferences, days } = start();
    appState.belongTo(SAMS);
    expect(preferences.fixed()).toEqual([]);
    expect(appState.get().policy).toEqual(DEFAULT_POLICY);
    expect(days()).toBeNull();
    await file.settled();
    expect(await readdir(folder)).toEqual([]);
  });

  test('of another agent counts for nothing in a welcome that cannot be read', () => {
    const { appState } = start();
    appState.belongTo(NORAS);
    appState.receive(welcomed(said));
    expect(appState.policyOf(NORA.toUpperCase() as AgentEmail)).toBe(appState.get().policy);
    expect(appState.policyOf(null)).toBe(appState.get().policy);
    expect(appState.policyOf(SAM as AgentEmail)).toBe(DEFAULT_POLICY);
  });

  test('is erased with the pairing', async () => {
    const { appState } = await oneRun();
    await appState.forget();
    expect(await readdir(folder)).toEqual([]);
    expect(start().preferences.fixed()).toEqual([]);
  });

  test('that is damaged is moved aside; nothing is known then', async () => {
    await writeFile(path(), '{"of":"x"');
    const { appState, days } = start();
    appState.belongTo(NORAS);
    expect(days()).toBeNull();
    expect(await readdir(folder)).toEqual(['policy.json.damaged']);
  });

  test.each([
    ['a lock', { fixed: { historyDays: 'ninety' }, defaults: {} }],
    ['a suggestion', { fixed: {}, defaults: { historyDays: 'ninety' } }],
    ['all about the app', []],
  ])('of another version, with days that cannot be read in %s, erases nothing', async (_, app) => {
    await writeFile(path(), JSON.stringify({ of: NORAS, knowsDays: true, policy: { ...said, app } }));
    const { appState, days } = start();
    appState.belongTo(NORAS);
    expect(days()).toBeNull();
  });

  test('whose days were never understood erases nothing, nor after a restart; the last that was, does', async () => {
    const unread = ['app.fixed.historyDays'];
    const first = await oneRun(said, unread);
    expect(first.days()).toBeNull();
    const again = start();
    again.appState.belongTo(NORAS);
    expect(again.days()).toBeNull();
    again.appState.receive(welcomed(said));
    expect(again.days()).toBe(90);
    again.appState.receive({ type: 'policy', policy: said }, unread);
    expect(again.days()).toBe(90);
    expect(again.appState.get().unread).toEqual(unread);
    again.appState.receive({ type: 'policy', policy: said });
    expect(again.appState.get().unread).toEqual([]);
  });

  test('counts without a pairing too: one whose token is lost erases nothing by another number of days', async () => {
    const nobody = start();
    nobody.appState.belongTo(null);
    expect(nobody.days()).toBeNull();
    await oneRun();
    const lost = start();
    lost.appState.belongTo(null);
    expect(lost.days()).toBe(90);
  });
});

describe('a call of 60 days ago', () => {
  const books = useBooks();
  const old = frameOf(ring({ started_at: isoAt(NOON - 60 * DAY) }), { seq: 1, ageMs: 60 * DAY });

  test('outlives a start without a policy, and goes only when the admin’s days are known to be fewer', async () => {
    const { appState, preferences, days } = start();
    appState.belongTo(NORAS);
    const book = await books.open({ days });
    take(book, welcome(), old);
    const stop = keepDays(book, preferences, appState);
    book.prune();
    expect(callsIn(book)).toHaveLength(1);
    const again = await books.reopen(book, { days });
    stop();
    expect(callsIn(again)).toHaveLength(1);
    const stopAgain = keepDays(again, preferences, appState);
    appState.receive(welcomed(said));
    again.prune();
    expect(callsIn(again)).toHaveLength(1);
    appState.receive({
      type: 'policy',
      policy: { ...said, app: { fixed: { historyDays: 30 }, defaults: {} } },
    });
    expect(callsIn(again)).toHaveLength(0);
    stopAgain();
  });

  test('goes as soon as it is known that nobody wants it kept', async () => {
    const { appState, preferences, days } = start();
    appState.belongTo(NORAS);
    const book = await books.open({ days });
    take(book, welcome(), old);
    const stop = keepDays(book, preferences, appState);
    appState.receive(welcomed(DEFAULT_POLICY));
    expect(callsIn(book)).toHaveLength(0);
    stop();
  });
});

test('a choice that only another version understands does not hold, and is there again for it', async () => {
  const file = join(folder, 'preferences.json');
  await writeFile(
    file,
    JSON.stringify({ sound: 'harp', ringStyle: 'bold', volume: 0.2, mutedLines: ['+1', 5] }),
  );
  const log = notedLog();
  const preferences = openPreferences(file, log);
  expect(preferences.get()).toMatchObject({ sound: 'off', volume: 0.2, mutedLines: ['+1'] });
  expect(log.lines.join()).toContain('sound mutedLines[1]');
  preferences.set({ volume: 0.4 });
  await preferences.settled();
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
    sound: 'harp',
    ringStyle: 'bold',
    volume: 0.4,
  });
});
