import { PRODUCT } from '../../src-shared/product.ts';
import { codeOf, type Log } from '../log/log.ts';
import type { NotificationServer, NotificationServerListener, Picture } from './freedesktop-server.ts';
import type { Notice } from './notice.ts';
import type { NotificationListener, NotificationService } from './notification-service.ts';

/** A server that has not answered by then is hung, and the log says so. */
const HUNG_AFTER_MS = 5_000;
/** It has had its time: the next notification is tried. */
const GIVE_UP_AFTER_MS = 60_000;
/** What has waited this long for a server is for the tray. */
const NEWS_FOR_MS = 60_000;

export interface FreedesktopOptions {
  /** Called when there is something to show, again after it has failed. */
  readonly connect: (listener: NotificationServerListener) => Promise<NotificationServer>;
  readonly picture: () => Picture;
  readonly listener: NotificationListener;
  readonly log: Log;
  readonly now?: () => number;
  /** ms that one call may take. */
  readonly giveUpAfterMs?: number;
}

/**
 * Linux's notifications. One call is under way at a time, and nobody waits for it: a server that hangs has one message of
 * ours, however much happens meanwhile, and gets what is still wanted when it is back. What a server refuses or
 * takes with it is not shown again: a text that ends a server must not end the next one.
 */
export function freedesktopNotifications(options: FreedesktopOptions): NotificationService {
  const { connect, picture, listener, log, now = Date.now, giveUpAfterMs = GIVE_UP_AFTER_MS } = options;
  const wanted = new Map<string, { readonly notice: Notice; readonly since: number }>();
  const shown = new Map<string, { readonly id: number; readonly notice: Notice }>();
  let server: NotificationServer | null = null;
  let can: ReadonlySet<string> | null = null;
  let isBusy = false;
  let isEnded = false;
  let hasFailed = false;

  const heard: NotificationServerListener = {
    invoked: (id) => withId(id, listener.clicked),
    closed: (id) => withId(id, forget),
    replaced() {
      can = null;
      for (const id of shown.keys()) forget(id);
    },
    failed: (error) => failed(error),
  };

  function withId(id: number, act: (noticeId: string) => void): void {
    for (const [noticeId, one] of shown) if (one.id === id) act(noticeId);
  }

  function forget(noticeId: string): void {
    const was = shown.get(noticeId)?.notice;
    shown.delete(noticeId);
    // More may have been said meanwhile.
    if (wanted.get(noticeId)?.notice !== was) return;
    wanted.delete(noticeId);
    listener.gone(noticeId);
  }

  function failed(error: unknown): void {
    if (!hasFailed) log.warn('notifications cannot be shown', { code: codeOf(error) });
    hasFailed = true;
  }

  async function work(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    try {
      while (await step());
    } finally {
      isBusy = false;
    }
  }

  /** Does one thing of what is to be done. @returns whether there was one */
  async function step(): Promise<boolean> {
    for (const [noticeId, { id }] of shown) {
      if (wanted.has(noticeId)) continue;
      shown.delete(noticeId);
      if (server !== null) await inTime(server.closeNotification(id)).then(noop, noop);
      return true;
    }
    const due = [...wanted].filter(([id, { notice }]) => shown.get(id)?.notice !== notice);
    const [first] = [...due.filter(([, { notice }]) => notice.isUrgent), ...due];
    if (first === undefined) return false;
    const [noticeId, { notice, since }] = first;
    if (notice.isUrgent || now() - since < NEWS_FOR_MS) await tryToShow(noticeId, notice);
    if (shown.get(noticeId)?.notice !== notice && wanted.get(noticeId)?.notice === notice) {
      wanted.delete(noticeId);
      listener.gone(noticeId);
    }
    return true;
  }

  async function tryToShow(noticeId: string, notice: Notice): Promise<void> {
    try {
      server ??= await connect(heard);
      can ??= await inTime(server.capabilities());
      const replaces = shown.get(noticeId)?.id ?? 0;
      const asked = server.notify({
        replaces,
        app: PRODUCT,
        ...textFor(notice, can),
        hasDefault: can.has('actions'),
        isUrgent: notice.isUrgent,
        picture: picture(),
      });
      const id = await inTime(asked, (late) => void server?.closeNotification(late).then(noop, noop));
      shown.set(noticeId, { id, notice });
      if (hasFailed) log.info('notifications can be shown again');
      hasFailed = false;
    } catch (error) {
      failed(error);
    }
  }

  /** @param late what becomes of an answer that comes after it was given up */
  async function inTime<T>(answer: Promise<T>, late: (value: T) => void = noop): Promise<T> {
    const hung = setTimeout(() => log.warn('the notification server does not answer'), HUNG_AFTER_MS);
    let givingUp: NodeJS.Timeout | undefined;
    const never = new Promise<never>((_, reject) => {
      givingUp = setTimeout(() => {
        answer.then(late, noop);
        reject(new NoAnswer());
      }, giveUpAfterMs);
    });
    try {
      return await Promise.race([answer, never]);
    } finally {
      clearTimeout(hung);
      clearTimeout(givingUp);
    }
  }

  return {
    show(notice) {
      if (isEnded) return;
      wanted.set(notice.id, { notice, since: now() });
      void work();
    },
    takeBack(id) {
      wanted.delete(id);
      if (!isEnded) void work();
    },
    close() {
      isEnded = true;
      wanted.clear();
      for (const { id } of shown.values()) void server?.closeNotification(id).then(noop, noop);
      shown.clear();
      server?.end();
    },
  };
}

class NoAnswer extends Error {
  readonly code = 'ETIMEDOUT';
}

/** A server says whether it reads the body as markup, and whether it shows one at all. */
function textFor({ title, body }: Notice, can: ReadonlySet<string>): { summary: string; body: string } {
  if (body === '' || !can.has('body'))
    return { summary: body === '' ? title : `${title}: ${body}`, body: '' };
  return { summary: title, body: can.has('body-markup') ? escaped(body) : body };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function noop(): void {}
