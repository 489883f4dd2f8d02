import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RINGTONES } from '../src-shared/preferences/preferences.ts';
import { SAMPLES_PER_S, TONE_S, TONES } from './ringtones/tones.ts';
import { wav } from './ringtones/wav.ts';
import { ROOT } from './setup/places.mjs';

/** Makes the ringtones out of nothing but sines: `node scripts/ringtones.ts`, after a change to their notes. */
const FOLDER = join(ROOT, 'assets', 'ringtones');

mkdirSync(FOLDER, { recursive: true });
for (const name of RINGTONES) {
  const samples = Float64Array.from({ length: TONE_S * SAMPLES_PER_S }, (_, at) =>
    TONES[name](at / SAMPLES_PER_S),
  );
  writeFileSync(join(FOLDER, `${name}.wav`), wav(samples, SAMPLES_PER_S));
}
