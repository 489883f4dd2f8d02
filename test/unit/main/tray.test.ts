import type { Menu, MenuItemConstructorOptions, NativeImage } from 'electron';
import { describe, expect, test } from 'vitest';
import type { CallKey } from '../../../src-shared/brand.ts';
import type { LinkState } from '../../../src-shared/link/link-state.ts';
import type { KeptAway } from '../../../src-shared/presence/kept-away.ts';
import { readLeniently } from '../../../src-shared/lenient.ts';
import { somePreferencesSchema } from '../../../src-shared/preferences/preferences.ts';
import { chooseLanguage } from '../../../src-shared/words/language.ts';
import { trayActions } from '../../../src-main/tray/tray-actions.ts';
import type { TrayAction, TrayFacts, TrayItem } from '../../../src-main/tray/tray-facts.ts';
import { trayView } from '../../../src-main/tray/tray-state.ts';
import { createTray, type TrayPort } from '../../../src-main/tray/tray.ts';
import { ring } from '../../fixtures/allo.ts';
import { newestCalls } from '../../../src-main/tray/newest-calls.ts';
import { useBooks } from './books.ts';
import { callKey, frameOf, isoAt, NOON, notedLog, welcome } from './heard.ts';

const books = useBooks();

const SINCE = new Date(2026, 0, 5, 9, 30).getTime();
const live: LinkState = { kind: 'live', agent: 'nora@example.com', relay: 'relay.example' };
const calm: TrayFacts = {
  link: live,
  ringing: 0,
  missed: 0,
  newest: [],
  keptAway: null,
  isSnoozeFixed: false,
  update: null,
  language: chooseLanguage(['en-GB']),
};
const labels = (items: readonly TrayItem[]) =>
  items.flatMap((item) => ('label' in item ? [item.label] : ['-']));

test.each<[LinkState, number, string, string]>([
  [live, 0, 'connected', 'Connected as nora@example.com'],
  [live, 1, 'ringing', 'Connected as nora@example.com'],
  [{ kind: 'connecting' }, 0, 'reconnecting', 'Connecting…'],
  [
    { kind: 'reconnecting', since: SINCE, relay: 'r', why: null },
    0,
    'reconnecting',
    'Reconnecting since 09:30',
  ],
  [
    { kind: 'reconnecting', since: SINCE, relay: 'r', why: null },
    2,
    'reconnecting',
    'Reconnecting since 09:30',
  ],
  [{ kind: 'unpaired' }, 0, 'unpaired', 'Not paired yet'],
  [{ kind: 'revoked', relay: 'r' }, 0, 'unpaired', 'Access was taken away: pair again'],
])('%o with %i ringing shows %s', (link, ringing, icon, line) => {
  const view = trayView({ ...calm, link, ringing });
  expect(view.icon).toBe(icon);
  expect(view.items[0]).toEqual({ label: line, action: null });
  expect(labels(view.items)).toContain(icon === 'unpaired' ? 'Pair this computer…' : 'Calls…');
  expect(labels(view.items).at(-1)).toBe('Quit');
});

describe('the menu', () => {
  test('has everything, from the connection down', () => {
    const key = 'call-1' as CallKey;
    const newest = [
      { key, who: 'Ana & Sons', startedAt: SINCE, isMissed: true },
      { key: 'call-2' as CallKey, who: null, startedAt: SINCE, isMissed: false },
    ];
    const { items } = trayView({ ...calm, missed: 3, newest });
    expect(labels(items)).toEqual([
      'Connected as nora@example.com',
      '-',
      '3 missed calls',
      'Ana & Sons, missed at 09:30',
      'Number withheld, 09:30',
      'Calls…',
      '-',
      'Do not disturb',
      'Activity…',
      'Settings…',
      'Test call',
      'Copy diagnostics',
      '-',
      'Quit',
    ]);
    expect(items).toContainEqual({
      label: 'Ana & Sons, missed at 09:30',
      action: { kind: 'call', call: key },
    });
  });

  test('offers no test call that could not arrive, and nothing of calls before it is paired', () => {
    const lost = trayView({ ...calm, link: { kind: 'reconnecting', since: SINCE, relay: 'r', why: null } });
    expect(labels(lost.items)).not.toContain('Test call');
    const unpaired = trayView({ ...calm, link: { kind: 'unpaired' }, missed: 4 });
    expect(labels(unpaired.items)).toEqual([
      'Not paired yet',
      '-',
      'Pair this computer…',
      'Settings…',
      'Copy diagnostics',
      '-',
      'Quit',
    ]);
    expect(unpaired.badge).toBe('');
  });

  test('says until when nobody is disturbed, and offers to end it', () => {
    const view = trayView({ ...calm, keptAway: { kind: 'snoozed', until: SINCE, canResume: true } });
    expect(view.icon).toBe('quiet');
    expect(view.items[1]).toEqual({ label: 'Do not disturb until 09:30', action: null });
    expect(view.items[2]).toEqual({ label: 'Show cards again', action: { kind: 'resume' } });
    const snooze = view.items.find((item) => 'items' in item);
    expect(snooze !== undefined && 'items' in snooze && labels(snooze.items)).toEqual([
      '30 minutes',
      '1 hour',
      'Until tomorrow',
      '-',
      'Turn off',
    ]);
    expect(view.tooltip).toBe('Ringside: Connected as nora@example.com · Do not disturb until 09:30');
  });

  test.each([0, 8.64e15, 8.64e15 + 1, 1e20, 1e300, Infinity])(
    'says so of whatever end %d it can be told',
    (until) => {
      const some = readLeniently(somePreferencesSchema, { snoozedUntil: until });
      const snoozedUntil = some?.value.snoozedUntil ?? null;
      expect(snoozedUntil).toBe(until > 8.64e15 ? null : until);
      const keptAway =
        snoozedUntil === null ? null : { kind: 'snoozed' as const, until: snoozedUntil, canResume: true };
      expect(trayView({ ...calm, keptAway }).items.length).toBeGreaterThan(5);
    },
  );

  test.each<[KeptAway, string, string | null]>([
    [{ kind: 'quiet-hours', until: SINCE, canResume: true }, 'Quiet hours until 09:30', 'Show cards again'],
    [{ kind: 'quiet-hours', until: null, canResume: false }, 'Quiet hours', null],
    [{ kind: 'lines-muted', canResume: true }, 'All lines are muted', 'Unmute all lines'],
    [{ kind: 'away' }, 'Screen locked', null],
    [{ kind: 'no-place', instead: 'notification' }, 'Notifications instead of cards', null],
    [{ kind: 'no-place', instead: 'nothing' }, 'No cards on this desktop', null],
  ])('never says that all is well while cards are kept away: %o', (keptAway, line, resume) => {
    const view = trayView({ ...calm, keptAway });
    expect(view.icon).toBe('quiet');
    expect(view.tooltip).toContain(line);
    expect(view.items[1]).toEqual({ label: line, action: null });
    const resuming = view.items.filter((item) => 'action' in item && item.action?.kind === 'resume');
    expect(labels(resuming)).toEqual(resume === null ? [] : [resume]);
  });

  test('offers no choice that the admin has fixed', () => {
    const { items } = trayView({ ...calm, isSnoozeFixed: true });
    expect(items).toContainEqual({ label: 'Do not disturb', action: null });
  });

  test('says why there is no connection, and what it waits for', () => {
    const why = { trouble: 'name-unknown', code: 'ENOTFOUND' } as const;
    const lost = trayView({ ...calm, link: { kind: 'reconnecting', since: SINCE, relay: 'r', why } });
    expect(lost.tooltip).toBe('Ringside: Reconnecting since 09:30 · The relay’s name was not found');
    expect(labels(lost.items)).toContain('The relay’s name was not found');
    const waits = trayView({ ...calm, link: { kind: 'unpaired', keychain: 'asking' } });
    expect(waits.tooltip).toBe('Ringside: Waiting for the system’s keychain to be opened');
    expect(labels(waits.items)[0]).toBe('Waiting for the system’s keychain to be opened');
  });

  test('is in the language that was chosen', () => {
    const { items, tooltip } = trayView({ ...calm, missed: 2, language: chooseLanguage(['fr-FR']) });
    expect(labels(items)).toContain('2 appels manqués');
    expect(tooltip).toBe('Ringside\u202f: Connecté en tant que nora@example.com · 2 appels manqués');
  });
});

test.each([
  [0, ''],
  [1, '1'],
  [9, '9'],
  [10, '9+'],
])('%i missed calls are "%s" on the icon', (missed, badge) => {
  expect(trayView({ ...calm, missed }).badge).toBe(badge);
});

test('a call that is held back is named by its number', async () => {
  const told = await books.open({ now: () => NOON });
  told.receive(welcome());
  told.receive(frameOf(ring({ started_at: isoAt(NOON) }), { seq: 1, call: callKey('one') }));
  const who = (heldBefore: number | null) =>
    newestCalls(told.order(), told.call, [], heldBefore).map((call) => call.who);
  expect(who(null)).toEqual(['Ana Lopez']);
  expect(who(NOON)).toEqual(['Ana Lopez']);
  expect(who(NOON + 1)).toEqual(['+33 1 99 00 12 34']);
});

test('a click in the menu goes where it says', () => {
  const done: unknown[] = [];
  const act = trayActions({
    home: { show: (place) => void done.push(place ?? 'home') },
    preferences: { set: async (change) => done.push(change) > 0 },
    resume: () => void done.push('resume'),
    testCall: () => void done.push('test call'),
    copyDiagnostics: () => void done.push('diagnostics'),
    update: () => void done.push('update'),
    quit: () => void done.push('quit'),
    now: () => SINCE,
  });
  const call = 'call-1' as CallKey;
  const clicks: TrayAction[] = [
    { kind: 'pair' },
    { kind: 'calls' },
    { kind: 'call', call },
    { kind: 'settings' },
    { kind: 'snooze', for: 'half' },
    { kind: 'wake' },
    { kind: 'resume' },
    { kind: 'test-call' },
    { kind: 'diagnostics' },
    { kind: 'update' },
    { kind: 'quit' },
  ];
  for (const click of clicks) act(click);
  expect(done).toEqual([
    'home',
    { view: 'calls', call: null },
    { view: 'calls', call },
    { view: 'settings' },
    { snoozedUntil: SINCE + 1_800_000 },
    { snoozedUntil: null },
    'resume',
    'test call',
    'diagnostics',
    'update',
    'quit',
  ]);
});

function fakeDesktop() {
  const seen: { images: string[]; titles: string[]; menus: MenuItemConstructorOptions[][] } = {
    images: [],
    titles: [],
    menus: [],
  };
  const port: TrayPort = {
    setImage: (image) => void seen.images.push(String(image)),
    setToolTip: () => {},
    setTitle: (title) => void seen.titles.push(title),
    setContextMenu: (menu) => void seen.menus.push(menu as unknown as MenuItemConstructorOptions[]),
    on: () => {},
    destroy: () => {},
  };
  const newTray = (image: NativeImage): TrayPort => {
    seen.images.push(String(image));
    return port;
  };
  return { seen, newTray };
}

const parts = {
  buildMenu: (template: MenuItemConstructorOptions[]) => template as unknown as Menu,
  iconOf: (icon: string, badge: string) => `${icon}${badge}` as unknown as NativeImage,
  hasTitle: true,
  onAction: () => {},
};

test('a menu is built anew with every change, and only with a change', () => {
  const { seen, newTray } = fakeDesktop();
  const tray = createTray({ ...parts, newTray, log: notedLog() });
  tray.render({ ...calm, link: { kind: 'connecting' } });
  tray.render(calm);
  tray.render(calm);
  tray.render({ ...calm, ringing: 1 });
  tray.render({ ...calm, ringing: 1, missed: 1 });
  expect(seen.images).toEqual(['reconnecting', 'connected', 'ringing', 'ringing1']);
  expect(seen.titles).toEqual(['1']);
  expect(seen.menus.map((menu) => menu[0]?.label)).toEqual([
    'Connecting…',
    'Connected as nora@example.com',
    'Connected as nora@example.com',
  ]);
});

test('a desktop without a tray costs the icon and nothing else', () => {
  const log = notedLog();
  const tray = createTray({
    ...parts,
    newTray: () => {
      throw new Error('no tray');
    },
    log,
  });
  tray.render(calm);
  tray.render({ ...calm, ringing: 1 });
  expect(log.lines).toHaveLength(1);
  tray.destroy();
});
