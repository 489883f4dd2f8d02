import { extname, isAbsolute, relative, resolve, sep } from 'node:path';

/** The scheme and host of our own pages: `app://ringside/pop.html`. */
export const APP_SCHEME = 'app';
export const APP_HOST = 'ringside';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
  '.json': 'application/json',
};

export interface ServedFile {
  readonly path: string;
  readonly contentType: string;
}

/**
 * The file that a request for one of our pages may have; null for everything else.
 * Promises: the path lies inside `root`, whatever the URL says and however it is encoded.
 */
export function servedFile(method: string, url: string, root: string): ServedFile | null {
  if (method !== 'GET' || !URL.canParse(url)) return null;
  const { protocol, host, pathname } = new URL(url);
  if (protocol !== `${APP_SCHEME}:` || host !== APP_HOST) return null;
  const name = decode(pathname);
  // A second layer of encoding, a backslash, a colon or a NUL is in none of our names.
  if (name === null || /[%\\:\0]/.test(name)) return null;
  const path = resolve(root, `.${sep}${name}`);
  const inside = relative(root, path);
  const contentType = CONTENT_TYPES[extname(path)];
  if (inside === '' || inside.startsWith('..') || isAbsolute(inside) || contentType === undefined)
    return null;
  return { path, contentType };
}

function decode(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}
