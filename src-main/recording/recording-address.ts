import type { CallKey } from '../../src-shared/brand.ts';
import { APP_HOST, APP_SCHEME } from '../security/served-file.ts';

const PATH = /^\/recording\/([^/]+)$/;
const MAX_CHARS = 8_192;

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

/** An address that a recording may be fetched from; null for all but https without a user in it. */
export function readRecordingAddress(raw: string, base?: URL): URL | null {
  if (raw.length > MAX_CHARS || !URL.canParse(raw, base?.href)) return null;
  const url = new URL(raw, base?.href);
  return url.protocol === 'https:' && url.username === '' && url.password === '' ? url : null;
}
