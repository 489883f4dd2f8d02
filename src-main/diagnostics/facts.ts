import type { ActivityEntry } from '../../src-shared/activity/activity.ts';
import type { LinkState } from '../../src-shared/link/link-state.ts';
import type { LogEntry } from '../log/log-line.ts';

/** Of this program and the computer that it runs on. Words are as the system says them, and may be anything. */
export interface MachineFacts {
  readonly version: string;
  readonly platform: string;
  readonly arch: string;
  readonly kernel: string;
  /** os-release(5); '' elsewhere. */
  readonly release: string;
  readonly electron: string;
  readonly chromium: string;
  readonly node: string;
  readonly installedAs: InstallKind;
  /** `XDG_CURRENT_DESKTOP`, `XDG_SESSION_TYPE`. */
  readonly desktop: string | undefined;
  readonly session: string | undefined;
  readonly windows: WindowKind;
  readonly locale: string;
  readonly sessionBus: boolean;
  /** Bytes; null: the disk does not say. */
  readonly disk: { readonly free: number; readonly all: number } | null;
  readonly memory: { readonly free: number; readonly all: number };
  /** Null: nothing managed; else what is decided, and how much of it is not taken. */
  readonly managed: { readonly pairing: string; readonly updates: boolean; readonly problems: number } | null;
  /** Whether this build looks for updates. */
  readonly updates: boolean;
}

export type InstallKind = 'AppImage' | 'deb' | 'package' | 'development';

/** How windows reach the screen. */
export type WindowKind = 'native' | 'x11' | 'xwayland' | 'wayland';

/** What only the app that runs can say. */
export interface RunningFacts {
  readonly displays: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    readonly scale: number;
    readonly isPrimary: boolean;
  }[];
  /** How Chromium draws. */
  readonly graphics: string;
  /** Bytes of all of its processes, and how many those are. */
  readonly processes: { readonly count: number; readonly bytes: number };
  readonly upForMs: number;
  /** How late main was at worst, ms. */
  readonly latestMs: number;
  readonly cards: 'placed' | 'notifications';
  readonly notifications: boolean;
  readonly shortcutRefused: boolean;
  readonly keychain: string;
  readonly tokenKept: 'keychain' | 'memory' | null;
  readonly historyKept: 'sealed' | 'memory' | 'waiting';
  /** How many histories are set aside, by why. */
  readonly historyAside: { readonly keychain: number; readonly agent: number };
  /** How the connection stood, oldest first; the last is how it stands. */
  readonly link: readonly { readonly at: number; readonly state: LinkState }[];
  /** Newest first. */
  readonly activity: readonly ActivityEntry[];
}

export interface StartFacts {
  /** How the run before ended; null: not known. */
  readonly before: 'started' | 'stable' | 'ended' | null;
  readonly diedEarly: number;
  readonly againAt: number | null;
}

export interface DiagnosticsFacts {
  /** ms since 1970. */
  readonly now: number;
  readonly machine: MachineFacts;
  readonly starts: StartFacts | null;
  /** Null: of an app that does not run. */
  readonly running: RunningFacts | null;
  /** Warnings and errors of the log, newest last. */
  readonly problems: readonly (LogEntry & { readonly at: number })[];
}
