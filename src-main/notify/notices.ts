import type { CallKey } from '../../src-shared/brand.ts';
import type { Call, ReceivedEvent } from '../../src-shared/calls/call.ts';
import { exhaustive } from '../../src-shared/exhaustive.ts';
import type { PopState } from '../../src-shared/ipc/pop.ts';
import type { Preferences } from '../../src-shared/preferences/preferences.ts';
import type { Language } from '../../src-shared/words/language.ts';
import type { BookChange, CallBook } from '../book/call-book.ts';
import type { MissedWatch } from '../missed/missed-watch.ts';
import { knownAs } from '../texts/known-as.ts';
import { ALIVE_AT_MOST, type Notifier } from './notifier.ts';
import { lateNotice, missedCallers, missedNotice, ringNotice, textNotice } from './wording.ts';

/** What is told later than this is for the tray and the digest. */
const NEWS_WITHIN_MS = 10 * 60_000;
/** What was heard longer ago was heard in a run before, and told then. */
const JUST_HEARD_MS = 60_000;

export interface NoticesParts {
  readonly notifier: Notifier;
  readonly missed: Pick<MissedWatch, 'calls' | 'known' | 'onChange'>;
  readonly book: Pick<CallBook, 'onChange' | 'callsWith' | 'call' | 'contactWith' | 'unreadTexts'>;
  readonly preferences: () => Preferences;
  readonly language: () => Language;
  /** "Do not disturb", quiet hours, a locked screen. */
  readonly isQuiet: () => boolean;
  /** The relay has told everything: that nothing is known of a call's end says nothing before. */
  readonly isLive: () => boolean;
  /** Whether the agent looks at the calls right now. */
  readonly isLooking: () => boolean;
  /** False where cards cannot be placed or drawn now, so that a ring is a notification. */
  readonly hasCards: () => boolean;
  /** What began earlier is not told, ms since 1970; null: all is. */
  readonly heldBefore: number | null;
  /** ms since 1970. */
  readonly now?: () => number;
}

/** Tells by the system's notifications what cards do not, and takes back what is not true any more. */
export interface Notices {
  /** What is on screen now. */
  drawn(picture: Pick<PopState, 'cards'>): void;
  /** The end of a call of this agent's was told long after it. */
  toldLate(call: Call): void;
  /** The relay has told everything. */
  caughtUp(): void;
  /** The agent looks at the calls. */
  looked(): void;
  close(): void;
}

export function openNotices(parts: NoticesParts): Notices {
  const { notifier, missed, book, preferences, language, now = Date.now } = parts;
  /** Missed in a quiet time, or before this run: never told. */
  const silent = new Set<CallKey>();
  const notified = new Set<CallKey>();

  function notifyMissed(calls: readonly Call[]): void {
    const mayNotify = preferences().notifyMissed && !parts.isQuiet();
    for (const call of calls) {
      const { key, startedAt } = call;
      if (notified.has(key) || silent.has(key)) continue;
      if (call.ended === null && !parts.isLive()) continue;
      const { at, byTime } = missed.known(call);
      const isNews = now() - at < JUST_HEARD_MS && (byTime || at - startedAt < NEWS_WITHIN_MS);
      (mayNotify && isNews && startedAt >= (parts.heldBefore ?? 0) ? notified : silent).add(key);
    }
    const current = new Set(calls.map(({ key }) => key));
    for (const keys of [notified, silent]) for (const key of keys) if (!current.has(key)) keys.delete(key);
    const callers = missedCallers(calls.filter(({ key }) => notified.has(key)));
    notifier.keepOnly('missed', new Set(callers.keys()));
    // The newest last, since the notifier lets the first go.
    for (const [id, { newest, times }] of [...callers].slice(0, ALIVE_AT_MOST).reverse())
      notifier.show(missedNotice(id, newest, times, language()));
  }

  function notifyText({ webhookId, event, ageMs, heardAt }: ReceivedEvent): void {
    if (heardAt - ageMs < (parts.heldBefore ?? 0)) return;
    if (event.topic !== 'sms.received' || ageMs > NEWS_WITHIN_MS) return;
    if (!book.unreadTexts().has(webhookId)) return;
    if (!preferences().notifySms || parts.isQuiet() || parts.isLooking()) return;
    const { from_number: from } = event.data;
    const { name } = knownAs(book, from, book.callsWith(from)[0] ?? null);
    notifier.show(textNotice(webhookId, event.data, name, language()));
  }

  /** What is told of a text that is read or erased, or of a call that is, is not true any more; what moved is elsewhere. */
  function follow(change: BookChange): void {
    switch (change.kind) {
      case 'texted':
        notifyText(change.received);
        return;
      case 'textsRead':
      case 'untexted':
        notifier.lead((opens) =>
          opens.view === 'texts' && opens.text !== null && !book.unreadTexts().has(opens.text) ? null : opens,
        );
        return;
      case 'moved':
        notifier.lead((opens) =>
          opens.view === 'calls' && opens.call === change.from ? { ...opens, call: change.to } : opens,
        );
        return;
      case 'gone':
        notifier.lead((opens) =>
          opens.view === 'calls' && opens.call !== null && change.calls.includes(opens.call) ? null : opens,
        );
        return;
      case 'received':
      case 'left':
      case 'claimed':
      case 'noted':
      case 'crm':
      case 'restored':
      case 'contacts':
      case 'passed':
        return;
      default:
        exhaustive(change);
    }
  }

  const stops = [missed.onChange(notifyMissed), book.onChange(follow)];
  return {
    drawn({ cards }) {
      const ringing = parts.hasCards() ? [] : cards.filter(({ phase }) => phase === 'ringing');
      notifier.keepOnly('ring', new Set(ringing.map(({ key }) => `ring:${key}`)));
      for (const card of ringing) notifier.show(ringNotice(card, language()));
    },
    caughtUp: () => notifyMissed(missed.calls),
    toldLate(call) {
      if (!parts.hasCards() && !parts.isQuiet()) notifier.show(lateNotice(call, language()));
    },
    looked() {
      for (const kind of ['text', 'late'] as const) notifier.keepOnly(kind, new Set());
    },
    close() {
      for (const stop of stops) stop();
      notifier.close();
    },
  };
}
