import type { HomeState } from '../../src-shared/ipc/contract.ts';
import { MINUTE, NOW } from './moment.ts';

const RELAY = 'relay.example.com';
const live = { kind: 'live', agent: 'philip@example.com', relay: RELAY } as const;

const rest = {
  proxy: null,
  historyKept: 'sealed',
  historyAside: null,
  isCareful: false,
  justPaired: false,
  missed: 0,
  crmName: 'HubSpot',
} as const;

/** Every state of the home window, by name. */
export const HOME_STATES: Readonly<Record<string, HomeState>> = {
  unpaired: { link: { kind: 'unpaired' }, tokenKept: null, ...rest },
  revoked: { link: { kind: 'revoked', relay: RELAY }, tokenKept: null, ...rest },
  empty: { link: live, tokenKept: 'keychain', ...rest },
  live: { link: live, tokenKept: 'keychain', ...rest },
  memory: { link: live, tokenKept: 'memory', ...rest },
  connecting: { link: { kind: 'connecting' }, tokenKept: 'keychain', ...rest },
  reconnecting: {
    link: {
      kind: 'reconnecting',
      since: NOW - 4 * MINUTE,
      relay: RELAY,
      why: { trouble: 'name-unknown', code: 'ENOTFOUND' },
    },
    tokenKept: 'keychain',
    ...rest,
  },
};
