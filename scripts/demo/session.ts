import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { ROOT } from '../setup/places.mjs';

/** The running demo, for the simulator to find. */
const sessionSchema = v.object({
  url: v.string(),
  secret: v.string(),
  agent: v.string(),
  line: v.string(),
});
export type DemoSession = v.InferOutput<typeof sessionSchema>;

/** Everything that `npm start` makes: the relay's data, the app's profile, the session. */
export const DEMO_FOLDER = join(ROOT, '.demo');
const SESSION = join(DEMO_FOLDER, 'session.json');

/** The demo that runs now; null when none does. */
export function readSession(): DemoSession | null {
  if (!existsSync(SESSION)) return null;
  const read = v.safeParse(sessionSchema, JSON.parse(readFileSync(SESSION, 'utf8')));
  return read.success ? read.output : null;
}

/** Makes the demo's folder fresh. */
export function clearDemo(): void {
  rmSync(DEMO_FOLDER, { recursive: true, force: true });
  mkdirSync(DEMO_FOLDER, { recursive: true });
}

/** The secret is in it, so it is for this user alone. */
export function writeSession(session: DemoSession): void {
  writeFileSync(SESSION, JSON.stringify(session, null, 2), { mode: 0o600 });
}

export function removeSession(): void {
  rmSync(SESSION, { force: true });
}
