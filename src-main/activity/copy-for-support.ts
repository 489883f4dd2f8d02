import { app, clipboard } from 'electron';
import { supportText } from '../../src-shared/activity/support-text.ts';
import type { StandingStore } from '../standing.ts';
import type { ActivityLog } from './activity-log.ts';

/** Puts the activity on the clipboard, without anything personal. @param diedEarly starts in a row, before this one */
export function copyForSupport(activity: ActivityLog, standing: StandingStore, diedEarly: number): void {
  const facts = { version: app.getVersion(), link: standing.get().link, now: Date.now(), diedEarly };
  clipboard.writeText(supportText(activity.entries(), facts));
}
