import { app, clipboard, screen } from 'electron';
import type { Language } from '../../src-shared/words/language.ts';
import type { ActivityLog } from '../activity/activity-log.ts';
import type { KeptBook } from '../book/kept-book.ts';
import { codeOf, type Log } from '../log/log.ts';
import type { ManagedStore } from '../managed/managed-store.ts';
import { canNotify } from '../notify/system-notifier.ts';
import type { Identity } from '../pairing/identity.ts';
import { systemKeychain } from '../pairing/system-vault.ts';
import type { Paths } from '../disk/paths.ts';
import type { Desk } from '../pop/desk.ts';
import { askInDialog } from '../security/system-dialog.ts';
import { systemText } from '../security/system-text.ts';
import type { AppStateStore } from '../app-state/app-state.ts';
import type { StartJournal } from '../starts/start-journal.ts';
import { diagnosticsText } from './diagnostics-text.ts';
import type { RunningFacts, StartFacts } from './facts.ts';
import { lastProblems } from './last-problems.ts';
import { watchLateness } from './lateness.ts';
import { followLink } from './link-history.ts';
import { machineFacts } from './machine.ts';

export interface DiagnosticsParts {
  readonly activity: Pick<ActivityLog, 'entries'>;
  readonly desk: Pick<Desk, 'stage' | 'isShortcutRefused'>;
  readonly journal: Pick<StartJournal, 'start' | 'before'>;
  readonly keptBook: Pick<KeptBook, 'kept' | 'asides'>;
  readonly managed: Pick<ManagedStore, 'get'>;
  readonly paired: () => Pick<Identity, 'kept'> | null;
  readonly appState: Pick<AppStateStore, 'get' | 'onChange'>;
  readonly paths: Pick<Paths, 'log' | 'releaseInfo'>;
  readonly language: () => Language;
  readonly log: Log;
}

export interface Diagnostics {
  /** Puts them on the clipboard. */
  copy(): Promise<void>;
  /** The same, and says so in a dialog of the system's: where no page may be there to say it. Never rejects. */
  copyAndSay(): Promise<void>;
  close(): void;
}

/** How this app and its computer are, without anything personal, for whoever helps. */
export function openDiagnostics(parts: DiagnosticsParts): Diagnostics {
  const { activity, desk, journal, keptBook, paths, language, log } = parts;
  const lateness = watchLateness(log);
  const link = followLink(parts.appState);

  function running(): RunningFacts {
    const primary = screen.getPrimaryDisplay().id;
    const processes = app.getAppMetrics();
    return {
      displays: screen
        .getAllDisplays()
        .map(({ id, bounds, scaleFactor }) => ({ ...bounds, scale: scaleFactor, isPrimary: id === primary })),
      graphics: app.getGPUFeatureStatus().gpu_compositing,
      processes: {
        count: processes.length,
        bytes: processes.reduce((sum, { memory }) => sum + memory.workingSetSize * 1024, 0),
      },
      upForMs: process.uptime() * 1000,
      latestMs: lateness.worstMs(),
      cards: desk.stage.placeable ? 'placed' : 'notifications',
      notifications: canNotify(),
      shortcutRefused: desk.isShortcutRefused(),
      keychain: systemKeychain(),
      tokenKept: parts.paired()?.kept ?? null,
      historyKept: keptBook.kept,
      historyAside: keptBook.asides,
      link: link.get(),
      activity: activity.entries(),
    };
  }

  async function copy(): Promise<void> {
    const text = diagnosticsText({
      now: Date.now(),
      machine: machineFacts(app, { managed: parts.managed.get(), releaseInfo: paths.releaseInfo }),
      starts: startFacts(journal),
      running: running(),
      problems: await lastProblems(paths.log),
    });
    clipboard.writeText(text);
  }

  return {
    copy,
    async copyAndSay() {
      const { words } = language();
      const said = words.diagnostics;
      try {
        await copy();
        await askInDialog({
          type: 'info',
          message: systemText(said.copied),
          detail: systemText(said.whatFor),
        });
      } catch (error) {
        log.error('diagnostics could not be copied', { code: codeOf(error) });
        await askInDialog({ type: 'warning', message: systemText(said.notCopied) }).catch(() => undefined);
      }
    },
    close() {
      lateness.close();
      link.close();
    },
  };
}

function startFacts({ start, before }: Pick<StartJournal, 'start' | 'before'>): StartFacts {
  return { before, diedEarly: start.diedEarly, againAt: start.againAt };
}
