// oxlint-disable-next-line no-restricted-imports -- one of the two places that show one
import { Notification } from 'electron';
import { codeOf, type Log } from '../log/log.ts';
import type { NotificationListener, NotificationService } from './notification-service.ts';

/** The notifications of macOS and Windows, which take plain text and do not wait for anybody. */
export function electronNotifications(listener: NotificationListener, log: Log): NotificationService {
  const shown = new Map<string, Notification>();

  function takeBack(id: string): void {
    const notification = shown.get(id);
    shown.delete(id);
    notification?.close();
  }

  return {
    show({ id, title, body, isUrgent }) {
      takeBack(id);
      try {
        const notification = new Notification({
          title,
          body,
          // What rings, if anything, is the card.
          silent: true,
          timeoutType: isUrgent ? 'never' : 'default',
        });
        notification.on('click', () => {
          if (shown.get(id) === notification) listener.clicked(id);
        });
        notification.on('close', () => {
          if (shown.get(id) !== notification) return;
          shown.delete(id);
          listener.gone(id);
        });
        shown.set(id, notification);
        notification.show();
      } catch (error) {
        log.warn('a notification could not be shown', { code: codeOf(error) });
      }
    },
    takeBack,
    close() {
      for (const id of shown.keys()) takeBack(id);
    },
  };
}
