import type { RequestPayload } from '../../src-shared/ipc/contract.ts';
import type { HomePlace } from '../../src-shared/ipc/home.ts';
import type { Digest } from '../../src-shared/ipc/pop.ts';
import type { PairResult } from '../../src-shared/link/pair-result.ts';
import type { ActivityLog } from '../activity/activity-log.ts';
import type { CallBook } from '../book/call-book.ts';
import type { RelayLink } from '../connection/relay-link.ts';
import type { History } from '../history/history.ts';
import type { HomeWindow } from '../home/home-window.ts';
import type { LanguageStore } from '../language/language.ts';
import type { CardActions } from '../links/card-actions.ts';
import type { GroupPairing } from '../managed/group-pairing.ts';
import type { PopWindow } from '../pop/pop-window.ts';
import type { Stage } from '../pop/stage.ts';
import type { ProxySignIns } from '../network/proxy-sign-in.ts';
import type { MissedWatch } from '../missed/missed-watch.ts';
import type { KeptAwayWatch } from '../presence/kept-away-watch.ts';
import type { PreferenceStore } from '../preferences/preference-store.ts';
import type { Settings } from '../settings/settings.ts';
import type { AppStateStore } from '../app-state/app-state.ts';
import type { TextActions } from '../texts/text-actions.ts';
import type { Texts } from '../texts/texts.ts';
import type { TestCall } from '../test-call/test-call.ts';
import type { AppUpdates } from '../updates/updates.ts';
import type { RequestHandlers } from '../ipc/handle.ts';

export interface RequestParts {
  readonly book: CallBook;
  readonly stage: Stage;
  readonly pop: PopWindow;
  readonly link: RelayLink;
  readonly actions: CardActions;
  readonly appState: AppStateStore;
  readonly languages: LanguageStore;
  readonly history: History;
  readonly texts: Pick<Texts, 'page' | 'whole' | 'callsOf'>;
  readonly textActions: TextActions;
  readonly home: Pick<HomeWindow, 'ready' | 'show' | 'drawn' | 'carefulRows' | 'carefulDetail'>;
  /** A part of a page could not be drawn. */
  readonly pageFailed: (failure: RequestPayload<'page:failed'>) => void;
  readonly preferences: PreferenceStore;
  readonly settings: Settings;
  readonly updates: Pick<AppUpdates, 'state' | 'check' | 'restart'>;
  readonly testCall: TestCall;
  readonly missed: Pick<MissedWatch, 'seen' | 'unseen'>;
  readonly keptAway: Pick<KeptAwayWatch, 'resuming'>;
  readonly activity: ActivityLog;
  readonly copyDiagnostics: () => Promise<void>;
  readonly signIns: Pick<ProxySignIns, 'answer'>;
  readonly pair: (link: string) => Promise<PairResult>;
  readonly group: Pick<GroupPairing, 'answer'>;
  /** Erases the history that is set aside. */
  readonly eraseAside: () => Promise<void>;
  readonly unpair: () => Promise<void>;
}

/** What each request of a window does. */
export function requestHandlers(parts: RequestParts): RequestHandlers {
  const { book, stage, pop, link, actions, appState, languages } = parts;
  const { history, texts, textActions, home, preferences, settings, testCall, missed } = parts;
  const { activity, copyDiagnostics, pair, eraseAside, unpair, pageFailed } = parts;
  return {
    'page:ready': () => languages.page(),
    'page:failed': (failure) => void pageFailed(failure),
    'pop:ready': () => pop.ready(),
    'pop:drawn': ({ revision }) => void pop.drawn(revision),
    'pop:layout': (layout) => void pop.place(layout),
    'pop:painted': ({ key }) => void testCall.painted(key),
    'pop:summon': () => {
      pop.trustKeys();
      stage.summon();
      return undefined;
    },
    'pop:release': () => void stage.release(),
    'pop:digest': ({ action }) => {
      const { digest } = stage.state;
      stage.settleDigest();
      if (action === 'show')
        home.show(digest === null ? { view: 'calls', call: null } : placeOfDigest(digest));
      return undefined;
    },
    'pop:calls': () => void home.show({ view: 'calls', call: null }),
    'card:dismiss': async ({ key }) => {
      stage.dismiss(key);
      missed.seen(key);
      await book.flush();
      return undefined;
    },
    'card:reopen': async ({ key }) => {
      if (!stage.reopen(key)) return { ok: false, reason: 'gone' };
      missed.unseen(key);
      await book.flush();
      return { ok: true };
    },
    'card:pin': ({ key, pinned }) => void stage.pin(key, pinned),
    'card:touch': ({ key, touched }) => void stage.touch(key, touched),
    'card:claim': async ({ key }) => {
      const { me } = appState.get();
      if (me === null || book.call(key) === null) return { ok: false, reason: 'gone' };
      // A claim that nobody hears of would be a lie on screen.
      if (!link.claim(key)) return { ok: false, reason: 'failed' };
      book.claim(key, { agent: me, name: null });
      await book.flush();
      return { ok: true };
    },
    'card:release': async ({ key }) => {
      const { me, can } = appState.get();
      if (me === null || book.call(key) === null) return { ok: false, reason: 'gone' };
      // Another device of this agent's may have been quicker.
      if (book.claimOf(key)?.agent !== me) return { ok: true };
      if (!can.includes('release')) return { ok: false, reason: 'no-link' };
      if (!link.release(key)) return { ok: false, reason: 'failed' };
      book.release(key);
      await book.flush();
      return { ok: true };
    },
    'card:callBack': ({ key }) => actions.callBack(key),
    'card:copy': ({ key, what, at }) => actions.copy(key, what, at),
    'card:note': async ({ key, text }) => {
      const kept = await book.note(key, text);
      return kept === 'kept' ? { ok: true } : { ok: false, reason: kept };
    },
    'card:details': ({ key }) => void home.show({ view: 'calls', call: key }),
    'card:open': ({ key, record, ...which }) => actions.openRecord(key, record, which),
    'home:ready': () => home.ready(),
    'home:drawn': ({ call }) => void home.drawn(call),
    'history:page': async ({ after }) => {
      const page = await history.page(after);
      return { ...page, rows: home.carefulRows(page.rows) };
    },
    'history:call': async ({ key }) => home.carefulDetail(await history.detail(key)),
    'home:resume': async () => void (await preferences.set(parts.keptAway.resuming())),
    'home:showCall': ({ key }) => void stage.show(key),
    'texts:page': ({ after }) => texts.page(after),
    'texts:whole': ({ id }) => texts.whole(id),
    'texts:calls': ({ id }) => texts.callsOf(id),
    'texts:read': async ({ ids }) => {
      book.readTexts(ids);
      await book.flush();
      return undefined;
    },
    'texts:copy': ({ id, what }) => textActions.copy(id, what),
    'texts:callBack': ({ id }) => textActions.callBack(id),
    'texts:open': ({ id }) => void home.show({ view: 'texts', text: id }),
    'activity:ready': () => activity.entries(),
    'diagnostics:copy': async () => void (await copyDiagnostics()),
    'activity:testCall': () => testCall.run(),
    'preferences:ready': () => settings.page(),
    // Answered means on disk, as for a note: whoever ends the app then loses nothing of it.
    'preferences:set': async (change) => {
      const isKept = await preferences.set(change);
      return { ...settings.page(), isKept };
    },
    'updates:ready': () => parts.updates.state(),
    'updates:check': () => void parts.updates.check(),
    'updates:restart': () => void parts.updates.restart(),
    'proxy:signIn': (signIn) => void parts.signIns.answer(signIn),
    'pair:submit': ({ link: text }) => pair(text),
    'pair:group': ({ agent }) => void parts.group.answer(agent),
    'history:eraseAside': async () => void (await eraseAside()),
    'pair:remove': async () => void (await unpair()),
  };
}

/** Where that is what was missed: the calls, or the texts when there are no calls among it. */
function placeOfDigest({ missed, voicemails, others, messages }: Digest): HomePlace {
  return messages > 0 && missed + voicemails + others === 0
    ? { view: 'texts', text: null }
    : { view: 'calls', call: null };
}
