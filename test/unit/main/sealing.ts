import { createSeal } from '../../../src-main/book/seal.ts';

/** The seal of every book of these tests. */
export const SEAL = createSeal(Buffer.alloc(32, 7));
