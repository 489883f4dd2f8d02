import type { HomePlace } from '../../src-shared/ipc/home.ts';
import type { Notice } from './notice.ts';
import type { NotificationListener, NotificationService } from './notification-service.ts';

/** More than this are not read; the oldest that is not urgent goes, and the tray still counts. */
export const ALIVE_AT_MOST = 6;
/** What is not urgent is shown this often at most, the newest of each id. */
const PACE_MS = 1_000;
/** So many ids are remembered that were shown once and put away since. */
const REMEMBERED_AT_MOST = 500;

export interface NotifierOptions {
  readonly open: (listener: NotificationListener) => NotificationService;
  readonly onClick: (notice: Notice) => void;
}

/** The notifications on this desktop: few, each replaced rather than repeated, and taken back when they are not true. */
export interface Notifier {
  /** Shows this one, in place of the one with its id; the same again shows nothing anew. */
  show(notice: Notice): void;
  /** Where clicks lead is another place by now; null: nowhere, and what is shown is taken back. */
  lead(change: (opens: HomePlace) => HomePlace | null): void;
  /** It is not true any more. */
  takeBack(id: string): void;
  /** Takes back what is shown and not among these. */
  keepOnly(kind: string, ids: ReadonlySet<string>): void;
  close(): void;
}

export function createNotifier({ open, onClick }: NotifierOptions): Notifier {
  /** What each id said last, also after it was put away: it is not shown again unless there is more to say. */
  const said = new Map<string, string>();
  /** Shown, or about to be; the oldest first. */
  const alive = new Map<string, Notice>();
  const waiting = new Set<string>();
  let pace: NodeJS.Timeout | null = null;
  const service = open({
    clicked(id) {
      const notice = alive.get(id);
      if (notice !== undefined) onClick(notice);
    },
    gone: (id) => void (waiting.has(id) || alive.delete(id)),
  });

  function show(notice: Notice): void {
    const { id } = notice;
    // The same words may be another message.
    const message = notice.opens.view === 'texts' ? notice.opens.text : null;
    const text = `${notice.title}\n${notice.body}\n${message ?? ''}`;
    if (said.get(id) === text) {
      // The same words, of another call by now.
      if (alive.has(id)) alive.set(id, notice);
      return;
    }
    remember(id, text);
    alive.delete(id);
    alive.set(id, notice);
    letOldestGo();
    if (notice.isUrgent) service.show(notice);
    else {
      waiting.add(id);
      if (pace === null) flush();
    }
  }

  function flush(): void {
    pace = null;
    if (waiting.size === 0) return;
    pace = setTimeout(flush, PACE_MS).unref();
    for (const id of waiting) {
      const notice = alive.get(id);
      if (notice !== undefined) service.show(notice);
    }
    waiting.clear();
  }

  function remember(id: string, text: string): void {
    said.delete(id);
    said.set(id, text);
    for (const old of said.keys()) {
      if (said.size <= REMEMBERED_AT_MOST) break;
      if (!alive.has(old)) said.delete(old);
    }
  }

  function letOldestGo(): void {
    const few = [...alive.values()].filter(({ isUrgent }) => !isUrgent);
    for (const { id } of few.slice(0, Math.max(0, few.length - ALIVE_AT_MOST))) hide(id);
  }

  function hide(id: string): void {
    waiting.delete(id);
    if (alive.delete(id)) service.takeBack(id);
  }

  function takeBack(id: string): void {
    said.delete(id);
    hide(id);
  }

  return {
    show,
    lead(change) {
      for (const [id, notice] of alive) {
        const opens = change(notice.opens);
        if (opens === null) takeBack(id);
        else if (opens !== notice.opens) alive.set(id, { ...notice, opens });
      }
    },
    takeBack,
    keepOnly(kind, ids) {
      for (const id of said.keys()) if (id.startsWith(`${kind}:`) && !ids.has(id)) takeBack(id);
    },
    close() {
      if (pace !== null) clearTimeout(pace);
      for (const id of alive.keys()) takeBack(id);
      service.close();
    },
  };
}
