import type { UpdatesState } from '../../src-shared/updates/updates-state.ts';
import { NOW } from './moment.ts';

export const READY: UpdatesState = {
  version: '0.1.0',
  status: {
    kind: 'ready',
    version: '0.2.0',
    notes: '- **Transferred calls** say whom they came from\n- A note is kept while it is typed',
  },
  updated: null,
};

export const COMING: UpdatesState = {
  version: '0.1.0',
  status: { kind: 'downloading', version: '0.2.0', percent: 42 },
  updated: null,
};

export const NOT_WRITABLE: UpdatesState = {
  version: '0.2.0',
  status: {
    kind: 'failed',
    why: 'not-writable',
    version: '0.3.0',
    place: '/srv/programs of all of us/telephone',
    at: NOW,
  },
  updated: { from: '0.1.0', notes: '- **Transferred calls** say whom they came from' },
};
