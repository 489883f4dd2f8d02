import { CrmFailure, type CrmFilling, type CrmRead } from '../contract.ts';

const PLACEHOLDER = /\{([A-Za-z]+)\}/g;

/**
 * The address of a read: its own path with every placeholder filled as one segment, on that origin.
 * @throws CrmFailure `rejected` when a filling would make it any other address
 */
export function addressOf(origin: string, read: CrmRead, filling: CrmFilling): URL {
  const values = filling.path ?? {};
  const names = [...read.path.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '');
  if (names.length !== Object.keys(values).length) throw rejected('the path is filled in another way');
  const path = read.path.replace(PLACEHOLDER, (_, name: string) =>
    segmentOf(Object.hasOwn(values, name) ? values[name] : undefined),
  );
  const url = new URL(path, origin);
  // What a parser reads in another way than it was written is not the read that was meant.
  if (url.origin !== origin || url.pathname !== path || url.search !== '' || url.hash !== '') {
    throw rejected('a segment of the path cannot be sent as it is');
  }
  if (filling.query !== undefined) url.search = new URLSearchParams(filling.query).toString();
  return url;
}

function segmentOf(value: string | undefined): string {
  if (value === undefined || value === '' || value === '.' || value === '..') {
    throw rejected('a segment of the path is empty or steps out of it');
  }
  try {
    return encodeURIComponent(value);
  } catch {
    throw rejected('a segment of the path is no text');
  }
}

function rejected(why: string): CrmFailure {
  return new CrmFailure('rejected', `not sent: ${why}`);
}
