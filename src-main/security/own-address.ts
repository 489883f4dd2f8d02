import { APP_ORIGIN } from './served-file.ts';

/**
 * Whether a page of ours may ask for an address: our own files and recordings, and what lies in the page itself
 * (`data:`, `blob:`).
 */
export function isOfOurs(url: string): boolean {
  return [`${APP_ORIGIN}/`, 'data:', `blob:${APP_ORIGIN}/`].some((start) => url.startsWith(start));
}
