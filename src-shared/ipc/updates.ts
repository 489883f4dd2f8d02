import type { UpdatesState } from '../updates/updates-state.ts';
import { nothing } from './fields.ts';

/** The app's updates, in the settings. What comes of it is pushed. */
export const updatesRequests = {
  'updates:ready': nothing,
  /** Looks whether there is something new. */
  'updates:check': nothing,
  /** Restarts the app for what lies ready. */
  'updates:restart': nothing,
} as const;

/** What each of them answers. */
export interface UpdatesResponses {
  'updates:ready': UpdatesState;
  'updates:check': undefined;
  'updates:restart': undefined;
}
