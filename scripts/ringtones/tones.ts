import type { Ringtone } from '../../src-shared/preferences/preferences.ts';

export const SAMPLES_PER_S = 22_050;
/** How long a tone sounds; the pause after it is the player's. */
export const TONE_S = 2;
/** Nobody is to be startled: about a quarter of full scale. */
const LOUDEST = 0.25;

interface Note {
  readonly hz: number;
  readonly atS: number;
}

/** One partial of a struck note: its frequency against the note's, how loud it starts, how fast it dies. */
interface Partial {
  readonly ratio: number;
  readonly level: number;
  readonly halfLifeS: number;
}

const BELL: readonly Partial[] = [
  { ratio: 1, level: 1, halfLifeS: 0.32 },
  { ratio: 2, level: 0.35, halfLifeS: 0.2 },
  { ratio: 3.01, level: 0.12, halfLifeS: 0.09 },
];
const BAR: readonly Partial[] = [
  { ratio: 1, level: 1, halfLifeS: 0.11 },
  { ratio: 3.93, level: 0.22, halfLifeS: 0.04 },
  { ratio: 9.2, level: 0.05, halfLifeS: 0.02 },
];

/** E5 B4 G#4, let ring. */
const CHIME: readonly Note[] = [
  { hz: 659.26, atS: 0 },
  { hz: 493.88, atS: 0.28 },
  { hz: 415.3, atS: 0.56 },
];
/** G4 C5 E5 G5, twice, the second time from E. */
const MARIMBA: readonly Note[] = [392, 523.25, 659.26, 783.99].flatMap((hz, place) => [
  { hz, atS: place * 0.14 },
  { hz: hz * 1.25, atS: 0.9 + place * 0.14 },
]);

/** The sample at a moment, -1 to 1; each tone is silent at its end. */
export const TONES: Readonly<Record<Ringtone, (s: number) => number>> = {
  chime: (s) => LOUDEST * 0.6 * faded(s) * struck(CHIME, BELL, s),
  marimba: (s) => LOUDEST * 0.7 * faded(s) * struck(MARIMBA, BAR, s),
  /** Two soft tones, a fifth apart, that swell four times. */
  pulse: (s) => LOUDEST * 0.5 * faded(s) * swell(s) * (sine(349.23, s) + 0.6 * sine(523.25, s)),
};

function struck(notes: readonly Note[], partials: readonly Partial[], s: number): number {
  return notes
    .filter(({ atS }) => s >= atS)
    .reduce((sum, { hz, atS }) => {
      const since = s - atS;
      const attack = Math.min(1, since / 0.004);
      return (
        sum +
        attack *
          partials.reduce(
            (note, { ratio, level, halfLifeS }) =>
              note + level * 2 ** (-since / halfLifeS) * sine(hz * ratio, since),
            0,
          )
      );
    }, 0);
}

function swell(s: number): number {
  return Math.sin(Math.PI * ((s * 2) % 1)) ** 2;
}

function faded(s: number): number {
  return Math.min(1, (TONE_S - s) / 0.08);
}

function sine(hz: number, s: number): number {
  return Math.sin(2 * Math.PI * hz * s);
}
