import { OF_TRIAL } from './errors.ts';
import type { AlloApiError } from './client.ts';

/** Why Allo's API cannot be asked, in kinds that an admin acts on. */
export const API_TROUBLES = ['key-refused', 'scope', 'unreachable', 'rate', 'answer'] as const;
export type ApiTrouble = (typeof API_TROUBLES)[number];

export function apiTroubleOf({ status, code }: AlloApiError): ApiTrouble {
  if (status === 401) return 'key-refused';
  // A key of a trial has no API at all.
  if (status === 403) return code === OF_TRIAL ? 'key-refused' : 'scope';
  if (status === 429) return 'rate';
  return status === null || status >= 500 ? 'unreachable' : 'answer';
}
