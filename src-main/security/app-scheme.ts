import { readFile } from 'node:fs/promises';
import type { Protocol } from 'electron';
import { recordingIn } from '../recording/recording-address.ts';
import type { Recordings } from '../recording/recordings.ts';
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

/** Serves the built pages in `root` under `app://ringside/`, each with the same policy, and recordings beside them. */
export function serveApp(protocol: Protocol, root: string, recordings: () => Recordings): void {
  protocol.handle(APP_SCHEME, async ({ method, url, headers }) => {
    const call = recordingIn(method, url);
    if (call !== null) return await recordings().answer(call, headers.get('range'));
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
