import type { HomeState } from '../../src-shared/ipc/home.ts';
import type { GroupStep, ManagedView } from '../../src-shared/managed/managed-view.ts';
import { HOUR, NOW } from './moment.ts';

const managed: ManagedView = {
  relay: 'relay.example.com',
  pairing: 'group',
  hasLocks: true,
  updates: false,
  place: '/etc/ringside/managed.json',
  problems: [],
  step: null,
};

const at = (step: GroupStep): Pick<HomeState, 'managed'> => ({ managed: { ...managed, step } });
const agent = 'philip@example.com';

/** What an organisation has decided for a computer, by name. */
export const MANAGED = {
  paired: {
    managed: {
      ...managed,
      problems: [
        { kind: 'value', name: 'locked.theme' },
        { kind: 'unknown', name: 'rely' },
      ],
    },
  },
  onlyRelay: { managed: { ...managed, pairing: 'link' } },
  unread: {
    managed: {
      ...managed,
      relay: null,
      pairing: 'nothing',
      hasLocks: false,
      problems: [{ kind: 'writable' }],
    },
  },
  asking: at({ kind: 'asking', agent: 'philip@exmaple.com', failure: { problem: 'not-in-group' } }),
  waiting: at({ kind: 'waiting', agent }),
  failed: at({ kind: 'failed', agent, failure: { problem: 'too-many-computers' }, again: NOW + HOUR / 4 }),
} as const satisfies Readonly<Record<string, Pick<HomeState, 'managed'>>>;
