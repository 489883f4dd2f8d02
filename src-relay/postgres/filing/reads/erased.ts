import { hashOfMark } from '../../../journal/erased-marks.ts';
import { oneStatement, type BulkRead, type Numbered } from './read.ts';

/** @param erasingKey marks are kept as hashes that are made with it */
export function erasedAt(erasingKey: Uint8Array): BulkRead<'erasedAt'> {
  return oneStatement<'erasedAt', Numbered & { readonly at: number }>({
    nameOf: ({ marks }) => marks.join('\n'),
    text: `
      SELECT a.n, max(e.at) AS at FROM unnest($1::int[], $2::bytea[]) a(n, hash) JOIN erased e ON e.hash = a.hash
      GROUP BY a.n`,
    values: (asks) => [
      asks.flatMap(({ marks }, at) => marks.map(() => at + 1)),
      asks.flatMap(({ marks }) => marks.map((mark) => hashOfMark(erasingKey, mark))),
    ],
    answer: ([row]) => row?.at ?? 0,
  });
}
