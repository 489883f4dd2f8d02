// oxlint-disable-next-line no-restricted-imports -- asks whether there are any
import { nativeImage, Notification } from 'electron';
import type { Log } from '../log/log.ts';
import { electronNotifications } from './electron-service.ts';
import type { Picture } from './freedesktop-server.ts';
import { freedesktopNotifications } from './freedesktop-service.ts';
import type { Notice } from './notice.ts';
import { createNotifier, type Notifier } from './notifier.ts';
import { sessionBusAddress } from './session-bus.ts';

/** Whether this system has notifications, without asking anybody for it. */
export function canNotify(): boolean {
  return process.platform === 'linux' ? sessionBusAddress(process.env) !== null : Notification.isSupported();
}

/** This desktop's notifications. @param icon the app's own picture, which Linux asks for */
export function systemNotifier(icon: string, onClick: (notice: Notice) => void, log: Log): Notifier {
  let picture: Picture | null = null;
  return createNotifier({
    onClick,
    open: (listener) => {
      if (process.platform !== 'linux') return electronNotifications(listener, log);
      return freedesktopNotifications({
        listener,
        log,
        picture: () => (picture ??= pictureIn(icon)),
        async connect(heard) {
          const { connectNotificationServer } = await import('./freedesktop-server.ts');
          return connectNotificationServer(sessionBusAddress(process.env) ?? '', heard);
        },
      });
    },
  });
}

const PICTURE_SIDE = 64;

/** Electron's bitmaps are blue, green, red, alpha, premultiplied. */
function pictureIn(file: string): Picture {
  const image = nativeImage
    .createFromPath(file)
    .resize({ width: PICTURE_SIDE, height: PICTURE_SIDE, quality: 'best' });
  const { width, height } = image.getSize();
  const bitmap = image.toBitmap();
  const rgba = new Uint8Array(bitmap.length);
  for (let at = 0; at < bitmap.length; at += 4) {
    const alpha = bitmap[at + 3] ?? 0;
    const whole = (part: number): number =>
      alpha === 0 ? 0 : Math.min(255, Math.round(((bitmap[at + part] ?? 0) * 255) / alpha));
    rgba.set([whole(2), whole(1), whole(0), alpha], at);
  }
  return { width, height, rgba };
}
