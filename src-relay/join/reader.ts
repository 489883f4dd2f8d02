import type { IncomingHttpHeaders } from 'node:http';

export type System = 'windows' | 'macos' | 'linux';
export type Processor = 'x64' | 'arm64';

/** A computer that Ringside runs on. */
export interface Computer {
  readonly kind: 'computer';
  readonly system: System;
  /** Null: the browser does not say, or says the same on every processor. */
  readonly processor: Processor | null;
  /** Which packages a Linux takes; null: it does not say. */
  readonly family: 'deb' | 'rpm' | null;
}

/** What the page is read on. */
export type Reader = Computer | { readonly kind: 'phone' } | { readonly kind: 'unknown' };

/**
 * What browsers of Chromium are asked to send along, since their `User-Agent` names the same processor on every computer:
 * https://wicg.github.io/ua-client-hints/. They do over https only, and from the second request on or, where it is
 * critical, by asking once more.
 */
export const CLIENT_HINTS = ['Sec-CH-UA-Arch', 'Sec-CH-UA-Bitness', 'Sec-CH-UA-Platform'] as const;

/** What the answer depends on, next to the language. */
export const READER_HEADERS = ['User-Agent', ...CLIENT_HINTS] as const;

/** Reads what a browser says of the machine that it runs on. Claims a processor only where the browser knows it. */
export function readerOf(headers: IncomingHttpHeaders): Reader {
  const agent = headers['user-agent'] ?? '';
  const platform = hint(headers, 'sec-ch-ua-platform');
  if (platform === 'Android' || PHONE.test(agent)) return { kind: 'phone' };
  const system = platform === null ? systemIn(agent) : (SYSTEM_OF[platform] ?? null);
  if (system === null) return { kind: 'unknown' };
  return {
    kind: 'computer',
    system,
    processor: processorHinted(headers) ?? processorIn(agent, system),
    family: system === 'linux' ? familyIn(agent) : null,
  };
}

const PHONE = /\b(?:Android|iPhone|iPad|iPod|Mobile|Windows Phone|KAIOS|Tizen|webOS)\b/;

/** https://wicg.github.io/ua-client-hints/#sec-ch-ua-platform */
const SYSTEM_OF: Readonly<Record<string, System>> = { Windows: 'windows', macOS: 'macos', Linux: 'linux' };

function systemIn(agent: string): System | null {
  const windows = /\bWindows NT (\d+)/.exec(agent)?.[1];
  // What is older runs no browser of today, nor the app.
  if (windows !== undefined) return Number(windows) >= 10 ? 'windows' : null;
  if (/\bMacintosh\b/.test(agent)) return 'macos';
  return /\bLinux\b/.test(agent) && !/\b(?:i[3-6]86|armv\d+l)\b/.test(agent) ? 'linux' : null;
}

/** The hint that browsers send as a text in quotation marks: https://www.rfc-editor.org/rfc/rfc9651#name-strings */
function hint(headers: IncomingHttpHeaders, name: string): string | null {
  return /^"([^"\\]{1,40})"$/.exec(String(headers[name] ?? '').trim())?.[1] ?? null;
}

function processorHinted(headers: IncomingHttpHeaders): Processor | null {
  if (hint(headers, 'sec-ch-ua-bitness') !== '64') return null;
  const kind = hint(headers, 'sec-ch-ua-arch');
  if (kind === 'arm') return 'arm64';
  return kind === 'x86' ? 'x64' : null;
}

/** Of Linux's browsers Firefox alone says what is so; on macOS all say Intel, and on Windows all say x64. */
function processorIn(agent: string, system: System): Processor | null {
  if (/\b(?:ARM64|aarch64)\b/i.test(agent)) return 'arm64';
  return system === 'linux' && /\bFirefox\//.test(agent) && /\bx86_64\b/.test(agent) ? 'x64' : null;
}

function familyIn(agent: string): Computer['family'] {
  if (/\b(?:Ubuntu|Debian)\b/i.test(agent)) return 'deb';
  return /\b(?:Fedora|Red ?Hat|CentOS|openSUSE|SUSE)\b/i.test(agent) ? 'rpm' : null;
}
