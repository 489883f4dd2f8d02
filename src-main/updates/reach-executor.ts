import { EventEmitter } from 'node:events';
import type { IncomingMessage, OutgoingHttpHeaders, RequestOptions } from 'node:http';
import { Transform } from 'node:stream';
import { HttpExecutor, type DownloadOptions } from 'builder-util-runtime';
import { LARGEST_PACKAGE_BYTES } from '../release/feed.ts';
import { endsWithin, Unreachable, type Fetch } from './fetching.ts';
import { fetchWhole } from './whole-file.ts';

/** All parts of a file together: what takes longer is fetched whole, which is gone on with where it broke off. */
const PARTS_WITHIN_MS = 3_600_000;

/** What electron-updater asks with: over this system's proxies and authorities, as every request of the app. */
export class ReachExecutor extends HttpExecutor<FetchRequest> {
  readonly #fetch: Fetch;
  readonly #sizeOf: (sha512: string) => number | null;
  readonly #partsWithinMs: number;
  /** By a clock that nobody can set. */
  #partsUntil = 0;

  /** @param sizeOf of a package, by what the signed feed says */
  constructor(fetch: Fetch, sizeOf: (sha512: string) => number | null, partsWithinMs = PARTS_WITHIN_MS) {
    super();
    this.#partsWithinMs = partsWithinMs;
    this.#fetch = fetch;
    this.#sizeOf = sizeOf;
  }

  /** A download begins. */
  begin(): void {
    this.#partsUntil = performance.now() + this.#partsWithinMs;
  }

  /** Parts of a file, for an update that fetches only what changed. */
  override createRequest(options: RequestOptions, callback: (response: Transform) => void): FetchRequest {
    const { hostname, port, path, headers } = options;
    const url = new URL(`https://${hostname}${port === undefined || port === null ? '' : `:${port}`}${path}`);
    // The same headers may be changed for the next part before this one is sent.
    const range = rangeOf(headers as OutgoingHttpHeaders | undefined);
    return new FetchRequest(async () => {
      const left = this.#partsUntil - performance.now();
      if (left <= 0) throw new Unreachable('ETIMEDOUT');
      return endsWithin(await this.#fetch(url, range), left);
    }, callback);
  }

  /** The whole of a file, from where the last try broke off. */
  async download(url: URL, destination: string, options: DownloadOptions): Promise<string> {
    const { sha512 = null, onProgress, cancellationToken } = options;
    const size = sha512 === null ? null : this.#sizeOf(sha512);
    if (sha512 === null || size === null) throw new Error('the package is not in the feed');
    const stop = new AbortController();
    const progress = (transferred: number): void =>
      onProgress?.({
        total: size,
        transferred,
        delta: 0,
        percent: (100 * transferred) / size,
        bytesPerSecond: 0,
      });
    return await cancellationToken.createPromise<string>((resolve, reject, onCancel) => {
      onCancel(() => stop.abort());
      const wanted = { url, destination, sha512, size, signal: stop.signal };
      fetchWhole(this.#fetch, wanted, progress).then(() => resolve(destination), reject);
    });
  }
}

function rangeOf(headers: OutgoingHttpHeaders = {}): OutgoingHttpHeaders {
  const range = headers['Range'] ?? headers['range'];
  return range === undefined ? {} : { range: String(range) };
}

/** One request, in the form that electron-updater knows from Electron's `net`. */
class FetchRequest extends EventEmitter {
  readonly #begin: () => Promise<IncomingMessage>;
  readonly #callback: (response: Transform) => void;
  #answer: IncomingMessage | null = null;

  constructor(begin: () => Promise<IncomingMessage>, callback: (response: Transform) => void) {
    super();
    this.#begin = begin;
    this.#callback = callback;
  }

  end(): void {
    void this.#ask();
  }

  async #ask(): Promise<void> {
    try {
      this.#answer = await this.#begin();
      this.#callback(this.#passed(this.#answer));
    } catch (error) {
      this.emit('error', error);
    }
  }

  abort(): void {
    this.#answer?.destroy();
  }

  /** Not every reader of electron-updater's listens for errors of the answer: they are the request's too. */
  #passed(answer: IncomingMessage): Transform {
    let length = 0;
    const passed = new Transform({
      transform(chunk: Buffer, _, done) {
        length += chunk.length;
        done(length > LARGEST_PACKAGE_BYTES ? new Error('too long') : null, chunk);
      },
    });
    passed.on('error', (error) => {
      answer.destroy();
      this.emit('error', error);
    });
    answer.on('error', (error) => passed.destroy(error));
    answer.pipe(passed);
    const { statusCode, statusMessage, headers } = answer;
    return Object.assign(passed, { statusCode, statusMessage, headers });
  }
}
