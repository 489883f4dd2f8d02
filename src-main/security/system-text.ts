import type { Brand } from '../../src-shared/brand.ts';

/**
 * Text that may be given to the system: tray, notification, window title, dialog. Made by `systemText` alone; see
 * `isSystemText` for what it holds.
 */
export type SystemText = Brand<'SystemText'>;

export interface SystemTextLimits {
  /** Code points, at least 1. */
  readonly most?: number;
  /** Keeps line feeds, for the text of a dialog. */
  readonly lines?: boolean;
}

/** What a line of a menu, a title or a dialog's sentence can be. */
const MOST = 300;
/** A text is looked at this many times further than it may be long, and no further: a webhook can carry megabytes. */
const READ_AHEAD = 32;

/**
 * The 66 code points that Unicode keeps for programs' own use. Chromium's D-Bus ends the process (SIGTRAP) when a menu or
 * a tooltip has one: `CHECK(base::IsStringUTF8(value))` in dbus/message.cc.
 */
const NONCHARACTERS = /\p{Noncharacter_Code_Point}/gu;
/** Embeddings, overrides and isolates: they let a caller's name turn around the words beside it. Marks (LRM, RLM) stay. */
const BIDI_CONTROLS = /[\u202A-\u202E\u2066-\u2069]/gu;
const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
const BREAKS_BUT_LINE_FEEDS = /[^\P{Cc}\n]+|[\p{Zl}\p{Zp}]+/gu;

/**
 * What of a text the system may be given: no noncharacter and no half of a surrogate pair (each becomes U+FFFD), no
 * control, no bidi control that could turn other words around, one line unless `lines`, and at most `most` code points,
 * cut between what a reader takes for letters. Ordinary text in any script is returned as it is. Idempotent.
 */
export function systemText(text: string, { most = MOST, lines = false }: SystemTextLimits = {}): SystemText {
  const read = text
    .slice(0, most * READ_AHEAD)
    .toWellFormed()
    .replaceAll('\r\n', '\n')
    .replaceAll(NONCHARACTERS, '\uFFFD')
    .replaceAll(BIDI_CONTROLS, '')
    .replaceAll(lines ? BREAKS_BUT_LINE_FEEDS : BREAKS, ' ')
    .trim();
  return cut(read, most) as SystemText;
}

/** Whether the system's services take a text as it is: the law that `systemText` keeps. */
export function isSystemText(text: string, { most = MOST, lines = false }: SystemTextLimits = {}): boolean {
  return (
    text.isWellFormed() &&
    [NONCHARACTERS, BIDI_CONTROLS, lines ? BREAKS_BUT_LINE_FEEDS : BREAKS].every(
      (refused) => text.search(refused) === -1,
    ) &&
    [...text].length <= most
  );
}

/** Whole grapheme clusters, so that no flag or family falls apart; one that is longer than all there is room for is cut itself. */
function cut(text: string, most: number): string {
  if (text.length <= most || [...text].length <= most) return text;
  let kept = '';
  let room = most - 1;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    room -= [...segment].length;
    if (room < 0) break;
    kept += segment;
  }
  if (kept === '') kept = [...text].slice(0, most - 1).join('');
  return `${kept.trimEnd()}…`;
}
