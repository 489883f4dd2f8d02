import type { Responses } from '../../src-shared/ipc/contract.ts';
import type { UpdatesState } from '../../src-shared/updates/updates-state.ts';
import type { Words } from '../../src-shared/words/en.ts';
import type { RoomState } from './roomStates.ts';
import { HER_CALLS, PHILIPPAS } from './textStates.ts';

const NO_UPDATES: UpdatesState = {
  version: '0.1.0',
  status: { kind: 'off', why: 'no-feed' },
  updated: null,
};

/** What main would answer in that state. */
export function answersIn(state: RoomState, words: Words): Partial<Responses> {
  const said = state.preferences && { ...state.preferences, unread: state.unread?.(words) ?? [] };
  return {
    'home:ready': { ...state.home, justPaired: state.proving ?? false },
    ...(said === undefined
      ? {}
      : { 'preferences:ready': said, 'preferences:set': { ...said, isKept: true } }),
    'updates:ready': state.updates ?? NO_UPDATES,
    ...(state.activity === undefined ? {} : { 'activity:ready': state.activity }),
    ...(state.paired === undefined ? {} : { 'pair:submit': state.paired }),
    ...(state.testCall === undefined ? {} : { 'activity:testCall': state.testCall }),
    ...(state.rows === undefined || state.rows === null
      ? {}
      : { 'history:page': { rows: state.rows, next: null } }),
    ...(state.texts === undefined || state.texts === null
      ? {}
      : {
          'texts:page': { rows: state.texts, next: null },
          'texts:calls': state.text === PHILIPPAS ? HER_CALLS : { count: 0, newest: [] },
          'texts:read': undefined,
        }),
    ...(state.read === undefined ? {} : { 'history:call': state.read }),
  };
}
