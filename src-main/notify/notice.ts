import type { HomePlace } from '../../src-shared/ipc/home.ts';
import { systemText, type SystemText } from '../security/system-text.ts';

/** Something worth a notification of the system's. */
export interface Notice {
  /** Another text under the same id takes the place of the one before. */
  readonly id: string;
  readonly title: SystemText;
  /** Plain text. */
  readonly body: SystemText;
  /** Where a click leads. */
  readonly opens: HomePlace;
  /** Stays until it is taken back. */
  readonly isUrgent: boolean;
}

const MAX_TITLE_CHARS = 100;
const MAX_BODY_CHARS = 200;

/** Cut to what a notification shows of it. */
export function titleOf(text: string): SystemText {
  return systemText(text, { most: MAX_TITLE_CHARS });
}

/** The same for the text below the title. */
export function bodyOf(text: string): SystemText {
  return systemText(text, { most: MAX_BODY_CHARS });
}
