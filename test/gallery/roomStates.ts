import type { CallKey, WebhookId } from '../../src-shared/brand.ts';
import type { ActivityEntry, TestCallResult } from '../../src-shared/activity/activity.ts';
import type { HomeState } from '../../src-shared/ipc/home.ts';
import type { PreferencesState, SettingsResponses } from '../../src-shared/ipc/settings.ts';
import type { CallDetail, HistoryRow } from '../../src-shared/history/rows.ts';
import type { Filter } from '../../src-shared/history/filters.ts';
import type { Room } from '../../src-renderer/home/rooms.ts';
import type { TextRow } from '../../src-shared/texts/rows.ts';
import type { UpdatesState } from '../../src-shared/updates/updates-state.ts';
import type { Words } from '../../src-shared/words/en.ts';
import { ACTIVITY, NOT_DRAWN } from './activityStates.ts';
import {
  READ,
  READ_CONTACT,
  READ_HURT,
  READ_IN_CRM,
  READ_MISSED,
  READ_TAKEN,
  ROWS,
  TEN_THOUSAND,
} from './callStates.ts';
import { HOME_STATES } from './homeStates.ts';
import { MANAGED } from './managedStates.ts';
import { BUSY, FIXED, PREFERENCES, UNREAD } from './preferenceStates.ts';
import { COMING, NOT_WRITABLE, READY } from './updateStates.ts';
import { PARCEL, PHILIPPAS, TEXTS } from './textStates.ts';
import { MINUTE, NOW } from './moment.ts';

/** One state of the home window. */
export interface RoomState {
  readonly home: HomeState;
  readonly room: Room;
  readonly proving?: boolean;
  readonly preferences?: PreferencesState;
  readonly updates?: UpdatesState;
  /** What of the admin's word could not be read, as main names it. */
  readonly unread?: (words: Words) => readonly string[];
  readonly activity?: readonly ActivityEntry[];
  readonly testCall?: TestCallResult;
  /** What is pasted as a pairing link. */
  readonly pasted?: string;
  readonly paired?: SettingsResponses['pair:submit'];
  /** The buttons that are pressed before the picture is taken. */
  readonly press?: readonly ('test' | 'forget' | 'pair' | 'eraseAside')[];
  /** Null: they cannot be read. */
  readonly rows?: readonly HistoryRow[] | null;
  readonly read?: CallDetail;
  /** Null: they cannot be read. */
  readonly texts?: readonly TextRow[] | null;
  /** The text whose thread is read. */
  readonly text?: WebhookId | undefined;
  readonly typed?: string;
  readonly filters?: readonly Filter[];
  readonly openSeries?: string;
}

const home = (name: string, change: Partial<HomeState> = {}): HomeState => {
  const state = HOME_STATES[name];
  if (state === undefined) throw new Error(`The gallery has no home state ${name}.`);
  return { ...state, ...change };
};

/** A host that says it is another: its name is long, and its end is what counts. */
const LONG_LINK = `ringside://pair?relay=${encodeURIComponent(
  `https://relay.example.com.${'sign-in.'.repeat(20)}example.net`,
)}&code=K7Q2-M4XP-9RTD`;

const testCall: TestCallResult = {
  ok: true,
  call: 'test' as CallKey,
  stages: { verifiedMs: 9, committedMs: 14, arrivedMs: 17, paintedMs: 34 },
};

/** Every state of the rooms, by name. */
export const ROOM_STATES: Readonly<Record<string, RoomState>> = {
  welcome: { home: home('unpaired'), room: 'calls' },
  revoked: { home: home('revoked'), room: 'calls' },
  joining: { home: home('connecting'), room: 'calls', proving: true },
  proof: { home: home('live'), room: 'calls', proving: true, testCall },
  proven: { home: home('live'), room: 'calls', proving: true, testCall, press: ['test'] },
  unproven: {
    home: home('live', { keptAway: { kind: 'snoozed', until: NOW + 35 * MINUTE, canResume: true } }),
    room: 'calls',
    proving: true,
    testCall: { ok: false, problem: 'no-card', why: 'snoozed' },
    press: ['test'],
  },
  forget: { home: home('live'), room: 'settings', preferences: PREFERENCES, press: ['forget'] },
  tested: { home: home('live'), room: 'activity', activity: ACTIVITY, testCall, press: ['test'] },
  settings: { home: home('live', { missed: 3 }), room: 'settings', preferences: PREFERENCES },
  busy: {
    home: home('memory', {
      historyKept: 'memory',
      keptAway: { kind: 'snoozed', until: NOW + 35 * MINUTE, canResume: true },
    }),
    room: 'settings',
    preferences: BUSY,
  },
  fixed: { home: home('reconnecting', { crmName: null, missed: 120 }), room: 'settings', preferences: FIXED },
  activity: { home: home('live'), room: 'activity', activity: ACTIVITY, testCall },
  offline: {
    home: home('reconnecting'),
    room: 'activity',
    activity: ACTIVITY,
    testCall: { ok: false, problem: 'offline' },
  },
  quiet: { home: home('live'), room: 'activity', activity: [] },
  calls: { home: home('live', { missed: 3 }), room: 'calls', rows: ROWS },
  'calls-none': { home: home('live'), room: 'calls', rows: [] },
  'calls-failed': { home: home('live'), room: 'calls', rows: null },
  'calls-offline': { home: home('reconnecting'), room: 'calls', rows: ROWS, read: READ_TAKEN },
  'calls-read': { home: home('live'), room: 'calls', rows: ROWS, read: READ },
  'calls-contact': { home: home('live'), room: 'calls', rows: ROWS, read: READ_CONTACT },
  'calls-missed': {
    home: home('live'),
    room: 'calls',
    rows: ROWS,
    read: READ_MISSED,
    openSeries: 'c-missed-1',
  },
  'calls-search': { home: home('live'), room: 'calls', rows: ROWS, typed: 'lefevre second 06 39' },
  'calls-texts': { home: home('live'), room: 'calls', rows: ROWS, texts: TEXTS, typed: 'second' },
  texts: { home: home('live', { unreadTexts: 3 }), room: 'texts', rows: ROWS, texts: TEXTS, text: PHILIPPAS },
  'texts-list': {
    home: home('live', { missed: 3, unreadTexts: 120 }),
    room: 'texts',
    rows: ROWS,
    texts: TEXTS,
  },
  'texts-sender': { home: home('reconnecting'), room: 'texts', rows: ROWS, texts: TEXTS, text: PARCEL },
  'texts-search': {
    home: home('live'),
    room: 'texts',
    rows: ROWS,
    texts: TEXTS,
    typed: 'second site',
    text: TEXTS[6]?.id,
  },
  'texts-nothing': { home: home('live'), room: 'texts', rows: ROWS, texts: TEXTS, typed: 'hippopotamus' },
  'texts-none': { home: home('live'), room: 'texts', rows: [], texts: [] },
  'texts-failed': { home: home('live'), room: 'texts', rows: [], texts: null },
  'texts-gone': { home: home('live'), room: 'texts', rows: [], texts: TEXTS, text: 'gone' as WebhookId },
  'calls-filter': { home: home('live'), room: 'calls', rows: ROWS, filters: ['missed', 'voicemail'] },
  'calls-nothing': {
    home: home('live'),
    room: 'calls',
    rows: ROWS,
    typed: 'hippopotamus',
    filters: ['deal', 'outbound'],
  },
  'calls-many': { home: home('live'), room: 'calls', rows: TEN_THOUSAND },
  unread: {
    home: home('live'),
    room: 'settings',
    preferences: UNREAD,
    unread: ({ settings }) => [settings.crm, settings.unreadRingWindow, settings.language],
  },
  'keychain-asking': { home: home('keychain-asking'), room: 'calls' },
  'keychain-other': { home: home('keychain-other'), room: 'calls' },
  'link-long': { home: home('unpaired'), room: 'calls', pasted: LONG_LINK },
  'link-failed': {
    home: home('revoked'),
    room: 'calls',
    pasted: 'ringside://pair?relay=https%3A%2F%2Frelay.example.com&code=K7Q2-M4XP-9RTD',
    paired: { ok: false, problem: 'unreachable', why: 'certificate-authority' },
    press: ['pair'],
  },
  'calls-plain': { home: home('live'), room: 'calls', rows: ROWS, read: { ...READ, plain: true } },
  'calls-hurt': { home: home('live'), room: 'calls', rows: ROWS, read: READ_HURT },
  'not-drawn': { home: home('live'), room: 'activity', activity: NOT_DRAWN },
  'kept-away-hours': {
    home: home('live', {
      keptAway: { kind: 'quiet-hours', until: NOW + 15 * 60 * MINUTE, canResume: false },
    }),
    room: 'calls',
    rows: ROWS,
  },
  'kept-away-no-place': {
    home: home('live', { keptAway: { kind: 'no-place', instead: 'notification' }, missed: 3 }),
    room: 'calls',
    rows: ROWS,
  },
  careful: { home: home('live', { isCareful: true }), room: 'calls', rows: ROWS },
  waiting: { home: home('memory', { historyKept: 'waiting' }), room: 'calls', rows: [] },
  'update-ready': { home: home('live'), room: 'settings', preferences: PREFERENCES, updates: READY },
  'update-coming': { home: home('live'), room: 'settings', preferences: PREFERENCES, updates: COMING },
  'update-failed': { home: home('live'), room: 'settings', preferences: PREFERENCES, updates: NOT_WRITABLE },
  aside: { home: home('live', { historyAside: 'keychain' }), room: 'settings', preferences: PREFERENCES },
  'aside-erase': {
    home: home('live', { historyAside: 'agent' }),
    room: 'settings',
    preferences: PREFERENCES,
    press: ['eraseAside'],
  },
  'other-agent': { home: home('other-agent'), room: 'calls', rows: [] },
  'turned-away': { home: home('turned-away'), room: 'activity', activity: [] },
  'sign-in': { home: home('sign-in'), room: 'calls', rows: [] },
  managed: { home: home('live', MANAGED.paired), room: 'settings', preferences: FIXED },
  'managed-relay': { home: home('unpaired', MANAGED.onlyRelay), room: 'calls' },
  'managed-unread': { home: home('unpaired', MANAGED.unread), room: 'calls' },
  'group-asking': { home: home('unpaired', MANAGED.asking), room: 'calls' },
  'group-waiting': { home: home('unpaired', MANAGED.waiting), room: 'calls' },
  'group-failed': { home: home('unpaired', MANAGED.failed), room: 'calls' },
  'calls-crm': { home: home('live'), room: 'calls', rows: ROWS, read: READ_IN_CRM },
};

/** Ten thousand rows look like three hundred, since those are drawn that are seen; the others differ in their words. */
const SAME_AS_ANOTHER = new Set(['calls-many', 'calls-hurt', 'keychain-other', 'aside-erase', 'turned-away']);

/** The names of those that look like no other. */
export const PICTURED = Object.keys(ROOM_STATES).filter((name) => !SAME_AS_ANOTHER.has(name));
