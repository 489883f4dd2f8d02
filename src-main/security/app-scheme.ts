import { readFile } from 'node:fs/promises';
import type { Protocol } from 'electron';
import { GUARDED_HEADERS } from './csp.ts';
import { APP_SCHEME, servedFile } from './served-file.ts';

/** Makes `app://` a real origin. Must run before Electron is ready, and once. */
export function registerAppScheme(protocol: Protocol): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      // `stream`: without it there is no <audio>.
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
}

/**
 * Serves the built pages in `root` under `app://ringside/`, each with the same policy.
 * @param besidePages answers requests for what is no file; null: this one is for none of it
 */
export function serveApp(
  protocol: Protocol,
  root: string,
  besidePages: (request: Request) => Promise<Response> | null,
): void {
  protocol.handle(APP_SCHEME, async (request) => {
    const beside = besidePages(request);
    if (beside !== null) return await beside;
    const { method, url } = request;
    const file = servedFile(method, url, root);
    if (file === null) return notFound();
    try {
      return new Response(new Uint8Array(await readFile(file.path)), {
        headers: { ...GUARDED_HEADERS, 'content-type': file.contentType },
      });
    } catch {
      return notFound();
    }
  });
}

function notFound(): Response {
  return new Response(null, { status: 404, headers: GUARDED_HEADERS });
}
