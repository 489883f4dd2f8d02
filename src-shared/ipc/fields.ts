import * as v from 'valibot';
import type { CallKey } from '../brand.ts';

/** Which call; read of a window's payload. */
export const key = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(256),
  v.transform((s) => s as CallKey),
);

/** A request without a payload. */
export const nothing = v.undefined();
