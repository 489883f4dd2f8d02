import type { HomeState } from '../../src-shared/ipc/contract.ts';
import { DAY, HOUR, MINUTE, NOW } from './moment.ts';
import { card, MATEO, UNKNOWN, WITHHELD } from './people.ts';
import { ODD_STATES } from './oddStates.ts';

const RELAY = 'relay.example.com';
const live = { kind: 'live', agent: 'philip@example.com', relay: RELAY } as const;

const CALLS = [
  card('h1', { startedAt: NOW - 8_000 }),
  card('h2', { phase: 'missed', caller: MATEO, line: 'Support', startedAt: NOW - 12 * MINUTE }),
  card('h3', { phase: 'completed', startedAt: NOW - 2 * HOUR, durationS: 330 }),
  card('h4', { phase: 'completed', caller: UNKNOWN, startedAt: NOW - 3 * HOUR, handledBy: 'Anna' }),
  card('h5', { phase: 'over', direction: 'outbound', startedAt: NOW - 5 * HOUR }),
  card('h6', { phase: 'voicemail', caller: WITHHELD, startedAt: NOW - DAY }),
  ...ODD_STATES.slice(0, 3).map(
    (odd, n) => ({ ...odd, startedAt: NOW - (3 + n) * DAY, phase: 'completed' }) as const,
  ),
  card('h7', { phase: 'failed', caller: MATEO, startedAt: NOW - 30 * DAY }),
  card('h8', { phase: 'ended', result: 'IVR_HANGUP', startedAt: NOW - 200 * DAY }),
];

/** Every state of the home window, by name. */
export const HOME_STATES: Readonly<Record<string, HomeState>> = {
  unpaired: { link: { kind: 'unpaired' }, tokenKept: null, calls: [] },
  revoked: { link: { kind: 'revoked', relay: RELAY }, tokenKept: null, calls: CALLS },
  empty: { link: live, tokenKept: 'keychain', calls: [] },
  live: { link: live, tokenKept: 'keychain', calls: CALLS },
  memory: { link: live, tokenKept: 'memory', calls: CALLS.slice(0, 3) },
  connecting: { link: { kind: 'connecting' }, tokenKept: 'keychain', calls: CALLS.slice(0, 4) },
  reconnecting: {
    link: { kind: 'reconnecting', since: NOW - 4 * MINUTE, relay: RELAY },
    tokenKept: 'keychain',
    calls: CALLS.slice(0, 5),
  },
};
