import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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

/** What `npm start` makes goes here. */
export const DEMO_FOLDER = join(ROOT, '.demo');
const SESSION = join(DEMO_FOLDER, 'session.json');
const RUN = 'run-';

/** The demo that runs now; null when none does. */
export function readSession(): DemoSession | null {
  if (!existsSync(SESSION)) return null;
  const read = v.safeParse(sessionSchema, JSON.parse(readFileSync(SESSION, 'utf8')));
  return read.success ? read.output : null;
}

/** A fresh folder for the relay's data and the app's profile; those of demos that have ended go. */
export function newRunFolder(): string {
  mkdirSync(DEMO_FOLDER, { recursive: true });
  for (const name of readdirSync(DEMO_FOLDER).filter((entry) => entry.startsWith(RUN))) {
    if (!isRunning(Number(name.slice(RUN.length)))) {
      rmSync(join(DEMO_FOLDER, name), { recursive: true, force: true });
    }
  }
  const folder = join(DEMO_FOLDER, `${RUN}${process.pid}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The secret is in it, so it is for this user alone. */
export function writeSession(session: DemoSession): void {
  writeFileSync(SESSION, JSON.stringify(session, null, 2), { mode: 0o600 });
}

/** Forgets the session, unless a newer demo has put its own there. */
export function removeSession({ url }: DemoSession): void {
  if (readSession()?.url === url) rmSync(SESSION, { force: true });
}
