import type { Preferences } from '../../src-shared/preferences/preferences.ts';
import type { Rect } from '../displays/arrangement.ts';

/** A display, as far as choosing one goes. */
export interface DisplayFacts {
  readonly id: number;
  readonly bounds: Rect;
  readonly workArea: Rect;
}

export interface Desktop<D extends DisplayFacts> {
  readonly displays: readonly D[];
  readonly primary: D;
  /** The display with the pointer. */
  readonly pointed: D;
}

/** Which display was chosen by its id, for each arrangement of displays. */
export type KeptDisplays = Readonly<Record<string, number>>;

/**
 * The display for the cards. One that is chosen by its id is looked for under what was chosen for this arrangement,
 * then under the id itself; when it is not there, the one with the pointer is taken.
 */
export function chooseDisplay<D extends DisplayFacts>(
  choice: Preferences['display'],
  desktop: Desktop<D>,
  kept: number | undefined,
): D {
  if (choice === 'primary') return desktop.primary;
  if (choice === 'pointer') return desktop.pointed;
  const byId = (id: number | undefined) => desktop.displays.find((display) => display.id === id);
  return byId(kept) ?? byId(choice) ?? desktop.pointed;
}

/** What is kept after a choice: a display's id for this arrangement, nothing for the other two. */
export function keepDisplay(
  kept: KeptDisplays,
  arrangement: string,
  choice: Preferences['display'],
): KeptDisplays {
  const { [arrangement]: _, ...others } = kept;
  return typeof choice === 'number' ? { ...others, [arrangement]: choice } : others;
}
