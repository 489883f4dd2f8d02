import { vi } from 'vitest';
import type { Notice } from '../../../src-main/notify/notice.ts';
import type { NotificationListener } from '../../../src-main/notify/notification-service.ts';
import { createNotifier } from '../../../src-main/notify/notifier.ts';

/** A desktop that remembers what it shows. */
export function desktop() {
  const open = new Map<string, Notice>();
  const clicked: Notice[] = [];
  const listeners: NotificationListener[] = [];
  let shows = 0;
  const notifier = createNotifier({
    open(listener) {
      listeners.push(listener);
      return {
        show(notice) {
          shows += 1;
          open.delete(notice.id);
          open.set(notice.id, notice);
        },
        takeBack: (id) => void open.delete(id),
        close: () => open.clear(),
      };
    },
    onClick: (notice) => clicked.push(notice),
  });
  const newest = () => [...open.keys()].at(-1) ?? '';
  return {
    notifier,
    clicked,
    shows: () => shows,
    open: () => [...open.values()].map(({ title, body }) => `${title}: ${body}`),
    click: () => listeners[0]?.clicked(newest()),
    putAway: () => {
      const id = newest();
      open.delete(id);
      listeners[0]?.gone(id);
    },
  };
}

/** What is not urgent is shown once a second. */
export function pass(ms = 1_000): void {
  vi.advanceTimersByTime(ms);
}
