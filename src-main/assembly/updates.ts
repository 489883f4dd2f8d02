import { app, BrowserWindow, powerMonitor } from 'electron';
import { recentCalls } from '../pop/talks.ts';
import { factsOf, phaseOf } from '../../src-shared/calls/phase.ts';
import type { Log } from '../log/log.ts';
import { openQuestions } from '../security/system-dialog.ts';
import type { StartParts } from './start-parts.ts';
import { fetchOver } from '../updates/fetching.ts';
import type { DeskFacts } from '../updates/may-restart.ts';
import { passTrial } from '../updates/trial.ts';
import { openUpdates, type AppUpdates } from '../updates/updates.ts';
import type { Choices } from './choices.ts';
import type { ToBook } from './to-book.ts';
import type { ToScreen } from './to-screen.ts';

export interface AppUpdatesParts extends Pick<StartParts, 'paths' | 'updates' | 'journal'> {
  readonly choices: Choices;
  readonly toBook: ToBook;
  /** What is on screen by then. */
  readonly toScreen: () => Pick<ToScreen, 'desk' | 'home'>;
  readonly log: Log;
}

/** The app's updates: over the same way out as everything, and never where somebody would notice. */
export function openAppUpdates({ choices, toBook, toScreen, ...parts }: AppUpdatesParts): AppUpdates {
  const { paths, updates, journal, log } = parts;
  journal.onStable(() => void passTrial(updates));
  return openUpdates({
    start: updates,
    fetch: fetchOver(toBook.reach),
    releaseInfo: paths.releaseInfo,
    // Most of it is not needed where there is nothing to look for.
    openUpdater: async (with_) => (await import('../updates/system-updater.ts')).createSystemUpdater(with_),
    desk: () => deskFacts(choices, toBook, toScreen()),
    quit: () => app.quit(),
    log,
  });
}

function deskFacts(
  { appState }: Choices,
  { keptBook }: ToBook,
  { desk, home }: Pick<ToScreen, 'desk' | 'home'>,
): DeskFacts {
  const { cards, closed, more, digest } = desk.stage.state;
  const { me, policy } = appState.get();
  const now = Date.now();
  const open = recentCalls(keptBook.book, now).filter((call) => {
    const phase = phaseOf(call, now, policy.ringWindow);
    // A colleague's conversation is none of this agent's.
    return (
      factsOf(phase).isOpen && (phase !== 'answered' || call.handledBy === null || call.handledBy === me)
    );
  });
  return {
    openCalls: open.length,
    cards: cards.length + closed.length + more,
    hasDigest: digest !== null,
    isWindowOpen: BrowserWindow.getAllWindows().some(
      (window) => home.owns(window.webContents.id) && window.isVisible() && !window.isMinimized(),
    ),
    isDialogOpen: openQuestions() > 0,
    idle: powerMonitor.getSystemIdleTime(),
  };
}
