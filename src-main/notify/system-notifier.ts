import { Notification } from 'electron';
import type { Log } from '../log.ts';
import type { Notice } from './notice.ts';
import { createNotifier, type Notifier } from './notifier.ts';

/** This desktop's notifications. @param icon the app's own picture, which Linux asks for */
export function systemNotifier(icon: string, onClick: (notice: Notice) => void, log: Log): Notifier {
  const isLinux = process.platform === 'linux';
  return createNotifier({
    create: (options) => new Notification(isLinux ? { ...options, icon } : options),
    hasMarkup: isLinux,
    onClick,
    log,
  });
}
