import type { StatedResult } from '../calls/result.ts';

/** How a call ended, where Allo says more than that it did. */
export const result: Readonly<Record<StatedResult, string>> = {
  assistant: 'Assistant took it',
  external: 'External transfer',
  menuHangup: 'Hung up in the voice menu',
  hangup: 'Hung up',
  busy: 'Busy',
  declined: 'Declined',
  unavailable: 'Not available',
  notInService: 'Number not in service',
  network: 'Network error',
};
