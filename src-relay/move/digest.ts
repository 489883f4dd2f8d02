import { createHash } from 'node:crypto';
import type { SqlValue } from '../sql/sql.ts';

/** What a table holds, to be compared. */
export interface TableDigest {
  readonly rows: number;
  readonly digest: string;
}

/** Takes rows in, in order. Two tables have one digest only when every value in them is the same. */
export interface Digesting {
  add(row: readonly SqlValue[]): void;
  done(): TableDigest;
}

export function digesting(): Digesting {
  const hash = createHash('sha256');
  let rows = 0;
  return {
    add(row) {
      rows += 1;
      hash.update(`${JSON.stringify(row.map(plain))}\n`);
    },
    done: () => ({ rows, digest: hash.digest('hex') }),
  };
}

/** Bytes are unlike every text. */
function plain(value: SqlValue): string | number | null | { bytes: string } {
  return value instanceof Uint8Array ? { bytes: Buffer.from(value).toString('base64') } : value;
}
