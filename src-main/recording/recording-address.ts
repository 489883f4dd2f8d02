import type { CallKey } from '../../src-shared/brand.ts';
import { APP_HOST, APP_SCHEME } from '../security/served-file.ts';

const PATH = /^\/recording\/([^/]+)$/;

/** The call whose recording a request of one of our pages is for; null: it is for something else. */
export function recordingIn(method: string, url: string): CallKey | null {
  if (method !== 'GET' || !URL.canParse(url)) return null;
  const { protocol, host, pathname } = new URL(url);
  const key = PATH.exec(pathname)?.[1];
  if (protocol !== `${APP_SCHEME}:` || host !== APP_HOST || key === undefined) return null;
  try {
    return decodeURIComponent(key) as CallKey;
  } catch {
    return null;
  }
}
