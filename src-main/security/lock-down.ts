import type { App, Session, WebContents } from 'electron';
import type { Log } from '../log/log.ts';
import { isOfOurs } from './own-address.ts';
import { systemText } from './system-text.ts';

/**
 * Refuses everything a page of ours has no use for: permissions, devices, downloads, requests, navigation, windows, web
 * views, WebRTC, a place for its window, and a title that is no text for the system. Whatever holds for a session holds for every session.
 */
export function lockDown(app: App, session: Session, log: Log): void {
  confineSession(session, log);
  refuseRequests(session, log);
  endAllWays(session, log);
  app.on('session-created', (other) => confineSession(other, log));
  // Chromium would take the first one there is.
  app.on('select-client-certificate', (event, _, __, ___, choose) => {
    event.preventDefault();
    choose();
  });
  app.on('web-contents-created', (_, contents) => confine(contents, log));
  app.on('browser-window-created', (_, window) => {
    window.on('page-title-updated', (event, title) => {
      event.preventDefault();
      window.setTitle(systemText(title));
    });
  });
}

function confineSession(session: Session, log: Log): void {
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
  session.setUSBProtectedClassesHandler(({ protectedClasses }) => protectedClasses);
  session.setBluetoothPairingHandler((_, answer) => answer({ confirmed: false }));
  // The user's Windows account is shown to no server, whatever a page gets asked for.
  session.allowNTLMCredentialsForDomains('');
  session.on('will-download', (event) => {
    log.warn('download refused');
    event.preventDefault();
  });
}

/** The policy of a page, once more, where no page can lift it. Main's own requests do not pass here. */
function refuseRequests(session: Session, log: Log): void {
  session.webRequest.onBeforeRequest(({ url, resourceType }, answer) => {
    const cancel = !isOfOurs(url);
    if (cancel) log.warn('request of a page refused', { resourceType });
    answer({ cancel });
  });
}

/**
 * Leaves the session no way to anywhere: every connection that a page could have Chromium make, those of WebRTC over TCP
 * among them, goes to a port of this machine where nobody may listen.
 */
function endAllWays(session: Session, log: Log): void {
  session
    .setProxy({ mode: 'fixed_servers', proxyRules: 'http://127.0.0.1:1', proxyBypassRules: '<-loopback>' })
    .catch(() => log.error('the pages could not be cut off'));
}

function confine(contents: WebContents, log: Log): void {
  // No page of ours leads anywhere, not even to another of ours: a page that needs to be new is loaded by main.
  const stay = (event: Electron.Event): void => {
    log.warn('navigation refused');
    event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  // Where a window is and how big it is, main says alone; and no page keeps its window, or the app, from going.
  contents.on('content-bounds-updated', (event) => event.preventDefault());
  contents.on('will-prevent-unload', (event) => event.preventDefault());
  contents.on('select-bluetooth-device', (event, _, choose) => {
    event.preventDefault();
    choose('');
  });
  contents.setWindowOpenHandler(() => {
    log.warn('new window refused');
    return { action: 'deny' };
  });
  // Its connections pass neither the policy of a page nor the session's eye.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}
