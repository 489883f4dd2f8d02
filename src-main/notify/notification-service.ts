import type { Notice } from './notice.ts';

/** What shows notifications on this system. Nothing here waits for it, and nothing throws. */
export interface NotificationService {
  /** In place of the one that was shown under the same id. */
  show(notice: Notice): void;
  /** It is not true any more. */
  takeBack(id: string): void;
  close(): void;
}

/** What a service tells back, by the notice's id. */
export interface NotificationListener {
  clicked(id: string): void;
  /** It is not on screen any more: put away by the agent, expired, gone with its server, or never shown. */
  gone(id: string): void;
}
