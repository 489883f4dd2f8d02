import type { CallKey } from '../../src-shared/brand.ts';
import type { LinkState } from '../../src-shared/link/link-state.ts';
import type { Snooze } from '../../src-shared/preferences/snooze.ts';
import type { Language } from '../../src-shared/words/language.ts';
import type { KeptAway } from '../../src-shared/presence/kept-away.ts';
import type { SystemText } from '../security/system-text.ts';

/** What the tray depends on. */
export interface TrayFacts {
  readonly link: LinkState;
  /** How many calls are ringing or being dialled on screen. */
  readonly ringing: number;
  /** Calls nobody has answered or taken since the agent last looked. */
  readonly missed: number;
  /** The newest calls, newest first. */
  readonly newest: readonly NewestCall[];
  /** What keeps cards away; null: they come. */
  readonly keptAway: KeptAway | null;
  /** The admin has fixed whether there is "do not disturb". */
  readonly isSnoozeFixed: boolean;
  /** The version that comes with a restart; null: none. */
  readonly update: string | null;
  readonly language: Language;
}

export interface NewestCall {
  readonly key: CallKey;
  /** Name, else number; null: withheld. */
  readonly who: string | null;
  readonly startedAt: number;
  readonly isMissed: boolean;
}

export const TRAY_ICONS = ['connected', 'quiet', 'reconnecting', 'ringing', 'unpaired'] as const;
export type TrayIcon = (typeof TRAY_ICONS)[number];

export type TrayAction =
  | {
      readonly kind:
        | 'calls'
        | 'activity'
        | 'settings'
        | 'pair'
        | 'test-call'
        | 'wake'
        | 'resume'
        | 'diagnostics'
        | 'update'
        | 'quit';
    }
  | { readonly kind: 'call'; readonly call: CallKey }
  | { readonly kind: 'snooze'; readonly for: Snooze };

/** A menu line; without an action it only informs. */
export type TrayItem =
  | { readonly label: SystemText; readonly action: TrayAction | null }
  | { readonly label: SystemText; readonly items: readonly TrayItem[] }
  | { readonly separator: true };
