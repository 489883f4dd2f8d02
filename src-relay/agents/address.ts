import type { AgentEmail } from '../../src-shared/brand.ts';
import { visibleText } from '../../src-shared/format/visible-text.ts';

/** Who wrote something in the directory: the admin, or a sync with Allo. */
export type Origin = 'hand' | 'allo';

/** Whether a text can be an agent's address or alias. */
export function isAddress(text: string): boolean {
  return /^[^\s@]{1,64}@[^\s@]{1,190}$/.test(text) && visibleText(text) === text;
}

/** An address as it is compared, lower case; null when it is none. */
export function addressIn(text: string | null): AgentEmail | null {
  const lower = (text ?? '').trim().toLowerCase();
  return isAddress(lower) ? (lower as AgentEmail) : null;
}
