import type { App, Session, WebContents } from 'electron';
import type { Log } from '../log.ts';
import { APP_ORIGIN } from './served-file.ts';
import { systemText } from './system-text.ts';

/**
 * Refuses everything a page of ours has no use for: permissions, devices, navigation, windows, web views, and a title that
 * is no text for the system.
 */
export function lockDown(app: App, session: Session, log: Log): void {
  // Its dictionary would be fetched from a third party at the first start.
  session.setSpellCheckerEnabled(false);
  session.setSpellCheckerLanguages([]);
  session.setPermissionRequestHandler((_, permission, answer) => {
    log.warn('permission refused', { permission });
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_, answer) => answer({}));
  app.on('web-contents-created', (_, contents) => confine(contents, log));
  app.on('browser-window-created', (_, window) => {
    window.on('page-title-updated', (event, title) => {
      event.preventDefault();
      window.setTitle(systemText(title));
    });
  });
}

function confine(contents: WebContents, log: Log): void {
  const stayInside = (event: Electron.Event, url: string) => {
    if (url.startsWith(`${APP_ORIGIN}/`)) return;
    log.warn('navigation refused');
    event.preventDefault();
  };
  contents.on('will-navigate', (event) => stayInside(event, event.url));
  contents.on('will-redirect', (event) => stayInside(event, event.url));
  contents.on('will-frame-navigate', (event) => stayInside(event, event.url));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => {
    log.warn('new window refused');
    return { action: 'deny' };
  });
}
