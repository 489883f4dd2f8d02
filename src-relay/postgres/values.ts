import { types, type CustomTypesConfig } from 'pg';
import type { SqlValue } from '../sql/sql.ts';

/** A value, or a list of them for `unnest` and `ANY`. */
export type PgValue = SqlValue | readonly SqlValue[];

const NUL = '\0';

/** PostgreSQL keeps no U+0000 in a text: U+FFFD stands for it, on every way in alike, so that what is asked for is found. */
export function storable(text: string): string {
  return text.includes(NUL) ? text.replaceAll(NUL, '\uFFFD') : text;
}

/** A value as the library writes it. */
export function written(value: PgValue): unknown {
  if (typeof value === 'string') return storable(value);
  if (value instanceof Uint8Array) return asBuffer(value);
  return Array.isArray(value) ? value.map((each: SqlValue) => written(each)) : value;
}

/** The library tells bytes of a list from its other values by their being a Buffer. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const { BOOL, INT8, NUMERIC } = types.builtins;

/** Counts, sums and ids are numbers, and truth values 0 and 1, as SQLite gives them. */
export const READ_AS: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (format !== 'binary' && (oid === INT8 || oid === NUMERIC)) return Number;
    if (format !== 'binary' && oid === BOOL) return (text: string) => (text === 't' ? 1 : 0);
    return types.getTypeParser(oid, format as 'text');
  }) as CustomTypesConfig['getTypeParser'],
};
