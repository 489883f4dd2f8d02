import type { HomeState } from '../../src-shared/ipc/home.ts';
import type { LinkState } from '../../src-shared/link/link-state.ts';
import type { LinkTrouble } from '../../src-shared/link/trouble.ts';
import { MINUTE, NOW } from './moment.ts';

const RELAY = 'relay.example.com';
const live = { kind: 'live', agent: 'philip@example.com', relay: RELAY } as const;

const rest = {
  keptAway: null,
  proxy: null,
  historyKept: 'sealed',
  historyAside: null,
  isCareful: false,
  justPaired: false,
  missed: 0,
  unreadTexts: 0,
  crmName: 'HubSpot',
  managed: null,
} as const;

/** No connection, and why. */
const cut = (trouble: LinkTrouble, code: string): LinkState => ({
  kind: 'reconnecting',
  since: NOW - 4 * MINUTE,
  relay: RELAY,
  why: { trouble, code },
});

/** Every state of the home window, by name. */
export const HOME_STATES: Readonly<Record<string, HomeState>> = {
  unpaired: { link: { kind: 'unpaired' }, tokenKept: null, ...rest },
  revoked: { link: { kind: 'revoked', relay: RELAY }, tokenKept: null, ...rest },
  empty: { link: live, tokenKept: 'keychain', ...rest },
  live: { link: live, tokenKept: 'keychain', ...rest },
  memory: { link: live, tokenKept: 'memory', ...rest },
  connecting: { link: { kind: 'connecting' }, tokenKept: 'keychain', ...rest },
  reconnecting: { link: cut('name-unknown', 'ENOTFOUND'), tokenKept: 'keychain', ...rest },
  'other-agent': { link: cut('other-agent', 'welcome'), tokenKept: 'keychain', ...rest },
  'turned-away': { link: cut('turned-away', '401'), tokenKept: 'keychain', ...rest },
  'sign-in': {
    link: cut('proxy-sign-in', '407'),
    tokenKept: 'keychain',
    ...rest,
    proxy: { proxy: 'proxy.example.com:3128', refused: false },
  },
  'keychain-asking': { link: { kind: 'unpaired', keychain: 'asking' }, tokenKept: null, ...rest },
  'keychain-other': { link: { kind: 'unpaired', keychain: 'other' }, tokenKept: null, ...rest },
};
