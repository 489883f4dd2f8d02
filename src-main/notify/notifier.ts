import type { NotificationConstructorOptions } from 'electron';
import { codeOf, type Log } from '../log.ts';
import type { Notice } from './notice.ts';

/** Electron's Notification, as far as it is used. */
export interface NotificationPort {
  show(): void;
  close(): void;
  on(event: 'click' | 'close', listener: () => void): unknown;
}

export interface NotifierOptions {
  readonly create: (options: NotificationConstructorOptions) => NotificationPort;
  /** The body is read as markup: https://specifications.freedesktop.org/notification-spec/latest/markup.html */
  readonly hasMarkup: boolean;
  readonly onClick: (notice: Notice) => void;
  readonly log: Log;
}

/** The notifications on this desktop. */
export interface Notifier {
  /** Shows this one, in place of the one with its id; the same again shows nothing anew. */
  show(notice: Notice): void;
  /** It is not true any more. */
  takeBack(id: string): void;
  /** Takes back what is shown and not among these. */
  keepOnly(kind: string, ids: ReadonlySet<string>): void;
  close(): void;
}

export function createNotifier({ create, hasMarkup, onClick, log }: NotifierOptions): Notifier {
  const shown = new Map<string, { readonly text: string; readonly port: NotificationPort | null }>();

  function show(notice: Notice): void {
    const text = `${notice.title}\n${notice.body}`;
    const before = shown.get(notice.id);
    if (before?.text === text) return;
    before?.port?.close();
    try {
      const port = create({
        title: notice.title,
        body: hasMarkup ? escaped(notice.body) : notice.body,
        // What rings, if anything, is the card.
        silent: true,
        urgency: notice.isUrgent ? 'critical' : 'normal',
        timeoutType: notice.isUrgent ? 'never' : 'default',
      });
      const isCurrent = () => shown.get(notice.id)?.port === port;
      port.on('click', () => {
        if (isCurrent()) onClick(notice);
      });
      port.on('close', () => {
        // Put away by the agent: it is not shown again unless there is more to say.
        if (isCurrent()) shown.set(notice.id, { text, port: null });
      });
      shown.set(notice.id, { text, port });
      port.show();
    } catch (error) {
      log.warn('a notification could not be shown', { code: codeOf(error) });
    }
  }

  function takeBack(id: string): void {
    const { port = null } = shown.get(id) ?? {};
    shown.delete(id);
    port?.close();
  }

  return {
    show,
    takeBack,
    keepOnly(kind, ids) {
      for (const id of shown.keys()) if (id.startsWith(`${kind}:`) && !ids.has(id)) takeBack(id);
    },
    close() {
      for (const id of shown.keys()) takeBack(id);
    },
  };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
