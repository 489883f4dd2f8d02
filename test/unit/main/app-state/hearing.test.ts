import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { createRelayLink, type RelayLink } from '../../../../src-main/connection/relay-link.ts';
import { namesOf } from '../../../../src-main/settings/field-names.ts';
import { openPreferences, type PreferenceStore } from '../../../../src-main/preferences/preference-store.ts';
import { createAppState, type AppStateStore } from '../../../../src-main/app-state/app-state.ts';
import { en } from '../../../../src-shared/words/en.ts';
import { fr } from '../../../../src-shared/words/fr.ts';
import { NORA, ring } from '../../../fixtures/allo.ts';
import { until } from '../../../fixtures/until.ts';
import { callsIn, useBooks } from '../books.ts';
import { frameOf, isoAt, NOON, notedLog } from '../heard.ts';
import { reachOf } from '../reaching.ts';

const books = useBooks();
let folder: string;
let http: Server;
let socket: WebSocket | null;
let link: RelayLink;
let appState: AppStateStore;
let preferences: PreferenceStore;
let log: ReturnType<typeof notedLog>;
let book: Awaited<ReturnType<typeof books.open>>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringside-hearing-'));
  socket = null;
  http = createServer();
  new WebSocketServer({ server: http }).on('connection', (one) => (socket = one));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  log = notedLog();
  appState = createAppState();
  preferences = openPreferences(join(folder, 'preferences.json'), log);
  appState.onChange(({ policy }) => preferences.adminSays(policy.app));
  book = await books.open();
  link = createRelayLink({
    book,
    turnBook: async () => true,
    askOtherAgent: async () => false,
    appState,
    values: preferences.get,
    reach: reachOf(),
    isOnline: () => true,
    log,
  });
  const { port } = http.address() as AddressInfo;
  link.use({
    relay: new URL(`http://127.0.0.1:${port}/`),
    token: 'token',
    journal: null,
    agent: null,
    kept: null,
  });
});
afterEach(async () => {
  link.close();
  socket?.terminate();
  http.close();
  await preferences.settled();
  await rm(folder, { recursive: true });
});

async function say(...frames: readonly object[]): Promise<void> {
  await until('the app', () => socket !== null);
  for (const frame of frames) socket?.send(JSON.stringify(frame));
}

const welcome = (policy: unknown) => ({
  type: 'welcome',
  agent: NORA,
  epoch: 'e',
  from: 0,
  head: 1,
  now: isoAt(NOON),
  policy,
  can: ['records', 'release'],
});
const theRing = frameOf(ring({ started_at: isoAt(NOON) }), { seq: 1 });

test('a welcome with half of it unreadable brings its card all the same, opens no lock, and is said in words', async () => {
  preferences.set({ language: 'fr', volume: 0.3 });
  const policy = {
    ringWindow: 900,
    crm: { preset: 'moon', base: 'secret-base' },
    lines: [{ number: '+33199003300' }, { number: '+33199003301', name: 'Support' }],
    app: { fixed: { language: 'de', corner: 'top-left' }, defaults: { theme: 'sepia', volume: 0.9 } },
  };
  await say(welcome(policy), theRing, { type: 'live' });
  await until('the call', () => callsIn(book).length === 1);
  expect(appState.get().policy).toMatchObject({
    ringWindow: 45,
    crm: null,
    lines: [{ name: 'Support' }],
    app: { fixed: { language: 'fr', corner: 'top-left' }, defaults: { volume: 0.9 } },
  });
  expect(preferences.fixed()).toEqual(['corner', 'language']);
  preferences.set({ language: 'en', theme: 'light' });
  expect(preferences.get()).toMatchObject({ language: 'fr', theme: 'light', volume: 0.3 });
  const { unread } = appState.get();
  expect(unread).toEqual(['ringWindow', 'lines[0]', 'crm', 'app.fixed.language', 'app.defaults.theme']);
  expect(log.lines.join('\n')).toContain('ringWindow lines[0] crm app.fixed.language app.defaults.theme');
  expect(log.lines.join('\n')).not.toMatch(/secret-base|moon|33199003300|sepia/);
  expect(namesOf(unread, en)).toEqual([
    'How long a ring may pop',
    'Names of lines',
    'CRM',
    'Language',
    'Theme',
  ]);
  expect(namesOf(['policy', 'app.fixed', 'agents[1].aliases[0]', 'now'], fr)).toEqual([
    'Réglages de votre administrateur',
    'Noms des collègues',
  ]);
});

test('a lock that becomes unreadable stays at its last good value, and follows the next good one', async () => {
  const fixed = (app: unknown) => ({ crm: { preset: 'pipedrive', company: 'acme' }, app });
  await say(welcome(fixed({ fixed: { sound: 'chime', historyDays: 90 } })), { type: 'live' });
  await until('the lock', () => preferences.get().historyDays === 90);
  for (const app of [[], 5, { fixed: [] }, { fixed: { sound: 'harp', historyDays: 1e9 } }]) {
    await say({ type: 'policy', policy: { ...fixed(app), crm: { preset: 'pipedrive', company: '' } } });
    const heard = () => appState.get().unread.join().includes('app') && appState.get().unread.includes('crm');
    await until(`word of ${JSON.stringify(app)}`, heard);
    expect(preferences.fixed()).toEqual(['sound', 'historyDays']);
    expect(preferences.get()).toMatchObject({ sound: 'chime', historyDays: 90 });
    expect(appState.get().policy.crm).toMatchObject({ company: 'acme' });
    await say({ type: 'policy', policy: fixed({ fixed: { sound: 'chime', historyDays: 90 } }) });
    await until('a good one', () => appState.get().unread.length === 0);
  }
  await say({ type: 'policy', policy: fixed({ fixed: { historyDays: 60 } }) });
  await until('the next', () => preferences.get().historyDays === 60);
  expect(preferences.fixed()).toEqual(['historyDays']);
});
