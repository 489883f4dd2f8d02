import * as v from 'valibot';
import { CONTROL_PATH } from './door.ts';
import { statusSchema, type RelayStatus } from './status.ts';
import { controlTokenIn } from './token.ts';

const WITHIN_MS = 5000;

/** Asks the relay that serves a folder how it is; null when it does not answer us. */
export async function askRelayStatus(folder: string, listening: string): Promise<RelayStatus | null> {
  const token = controlTokenIn(folder);
  if (token === null) return null;
  try {
    const response = await fetch(new URL(CONTROL_PATH, listening), {
      headers: { Authorization: `Bearer ${token}` },
      redirect: 'manual',
      signal: AbortSignal.timeout(WITHIN_MS),
    });
    const read = v.safeParse(statusSchema, await response.json());
    return read.success ? read.output : null;
  } catch {
    return null;
  }
}
