import type { Bridge, RequestChannel, RequestPayload, Responses } from '../../src-shared/ipc/contract.ts';

type Answers = { readonly [C in RequestChannel]: Responses[C] };

/** Says yes to all but what shows how a failure looks: opening a company, and pairing. */
const ANSWERS: Answers = {
  'pop:ready': { revision: 0, cards: [], more: 0 },
  'pop:layout': undefined,
  'card:dismiss': undefined,
  'card:pin': undefined,
  'card:touch': undefined,
  'card:claim': undefined,
  'card:callBack': { ok: true },
  'card:copy': undefined,
  'card:open': { ok: true },
  'home:ready': { link: { kind: 'unpaired' }, tokenKept: null, calls: [] },
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
