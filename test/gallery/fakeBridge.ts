import {
  NOTHING_SHOWN,
  type Bridge,
  type PreferencesState,
  type RequestChannel,
  type RequestPayload,
  type Responses,
} from '../../src-shared/ipc/contract.ts';
import { DEFAULT_PREFERENCES } from '../../src-shared/preferences/preferences.ts';

const PREFERENCES: PreferencesState = {
  values: DEFAULT_PREFERENCES,
  fixed: [],
  displays: [{ id: 1, label: 'Built-in display', primary: true }],
  lines: [],
  device: 'Nora’s computer',
  version: '0.1.0',
  unavailable: [],
  shortcutRefused: false,
};

type Answers = { readonly [C in RequestChannel]: Responses[C] };

/** Says yes to all but what shows how a failure looks: opening a company, and pairing. */
const ANSWERS: Answers = {
  'pop:ready': NOTHING_SHOWN,
  'pop:layout': undefined,
  'card:dismiss': undefined,
  'card:pin': undefined,
  'card:touch': undefined,
  'card:claim': { ok: true },
  'card:callBack': { ok: true },
  'card:copy': undefined,
  'card:open': { ok: true },
  'home:ready': {
    link: { kind: 'unpaired' },
    tokenKept: null,
    justPaired: false,
    historyKept: 'sealed',
    missed: 0,
    crmName: null,
  },
  'page:ready': { language: 'en', locale: 'en-GB' },
  'pop:summon': undefined,
  'pop:release': undefined,
  'pop:digest': undefined,
  'pop:painted': undefined,
  'card:note': { ok: true },
  'card:details': undefined,
  'history:page': { rows: [], next: null },
  'history:call': null,
  'activity:ready': [],
  'activity:testCall': { ok: false, problem: 'offline' },
  'activity:copy': undefined,
  'preferences:ready': PREFERENCES,
  'preferences:set': PREFERENCES,
  'pair:remove': undefined,
  'home:showCall': undefined,
  'pair:submit': { ok: false, problem: 'expired' },
};

/** The gallery's stand-in for main. */
export const fakeBridge: Bridge = {
  request<C extends RequestChannel>(
    channel: C,
    ...payload: RequestPayload<C> extends undefined ? [] : [RequestPayload<C>]
  ): Promise<Responses[C]> {
    const answer: Answers[C] = ANSWERS[channel];
    const [asked] = payload;
    if (channel === 'card:open' && asked !== undefined && 'record' in asked && asked.record === 'company')
      return Promise.resolve({ ok: false, reason: 'failed' } as Responses[C]);
    return Promise.resolve(answer);
  },
  on: () => () => undefined,
};
