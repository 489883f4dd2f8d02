import { parseExactly } from '../../../src-shared/allo/exact-json.ts';
import { overstepOf } from '../../../src-shared/limits/overstep.ts';

/** An answer is no longer than this, decompressed. */
export const MAX_ANSWER_BYTES = 1024 * 1024;

/** What an answer's body is: JSON within the limits, nothing at all, or something that is not to be used. */
export type ReadBody =
  | { readonly kind: 'json'; readonly json: unknown }
  | { readonly kind: 'empty' }
  | { readonly kind: 'unreadable'; readonly why: string };

/** Reads a body no further than it may be long. @throws whatever the connection does */
export async function readBody(response: Response): Promise<ReadBody> {
  const { body, headers } = response;
  if (body === null) return { kind: 'empty' };
  const type = headers.get('content-type') ?? '';
  const isJson = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type.trim());
  // One coding after another would be unpacked by the bytes, each a thousandfold.
  const isPackedTwice = (headers.get('content-encoding') ?? '').includes(',');
  const most = isJson && !isPackedTwice ? MAX_ANSWER_BYTES : 0;
  const bytes = await bytesWithin(body, most);
  if (bytes !== null && bytes.length === 0) return { kind: 'empty' };
  if (isPackedTwice) return unreadable('packed more than once');
  if (!isJson) return unreadable(/html/i.test(type) ? 'a page of HTML' : 'no JSON');
  if (bytes === null) return unreadable(`more than ${MAX_ANSWER_BYTES / 1024} KiB`);
  return jsonOf(new TextDecoder().decode(bytes));
}

/** Null: there are more than so many. */
async function bytesWithin(body: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop ends the connection.
  for await (const chunk of body) {
    length += chunk.length;
    if (length > most) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function jsonOf(text: string): ReadBody {
  let json: unknown;
  try {
    json = parseExactly(text);
  } catch {
    return text.trim() === '' ? { kind: 'empty' } : unreadable('no JSON');
  }
  const beyond = overstepOf(json);
  return beyond === null ? { kind: 'json', json } : unreadable(`JSON with too much of ${beyond}`);
}

function unreadable(why: string): ReadBody {
  return { kind: 'unreadable', why };
}
