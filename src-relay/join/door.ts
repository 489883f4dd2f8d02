import { JOIN_DOOR } from '../../src-shared/wire/pairing-link.ts';
import type { RelayConfig } from '../config/schema.ts';
import { answer, answerText } from '../http/answers.ts';
import type { Handler } from '../http/server.ts';
import { languageFor } from './language.ts';
import { renderJoinPage } from './page.ts';
import { CLIENT_HINTS, READER_HEADERS, readerOf } from './reader.ts';
import { CONTENT_SECURITY_POLICY } from './sources.ts';

export const JOIN_PATH = `/${JOIN_DOOR}`;

const HEADERS: Readonly<Record<string, string>> = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
  'X-Robots-Tag': 'noindex',
  // It changes with the config, and differs from reader to reader.
  'Cache-Control': 'private, no-cache',
  Vary: ['Accept-Language', ...READER_HEADERS].join(', '),
  'Accept-CH': CLIENT_HINTS.join(', '),
  // Asks once more where the first request came without: the button is to be the right one at once.
  'Critical-CH': CLIENT_HINTS[0],
};

/**
 * `GET /join`: the page that leads from a pairing link to a paired app. It needs nothing but the config, so that it is
 * there while the relay cannot write, or stops.
 */
export function joinDoor(config: () => RelayConfig): Handler {
  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return answer(request, response, 405, { error: 'method not allowed' }, { Allow: 'GET, HEAD' });
    const { downloads, publicUrl } = config();
    const page = renderJoinPage({
      language: languageFor(request.headers['accept-language'] ?? ''),
      reader: readerOf(request.headers),
      downloads,
      publicUrl,
    });
    return answerText(request, response, 200, page, HEADERS);
  };
}
