import { hashOfMark } from '../../../journal/erased-marks.ts';
import type { Change } from '../../../journal/rules/changes.ts';
import type { ChangeKind, ChangeOf, InBulk, Placed, Statement } from './change.ts';
import * as filing from './filing.ts';
import * as memory from './memory.ts';

/** Numbering what is told of comes at the end of the transaction. */
export type Written = Exclude<Change, ChangeOf<'delivery'>>;

/**
 * The statements that write the changes of webhooks, each kind together and in an order in which every statement finds what
 * it needs.
 * @param changes in the order in which they were decided
 */
export function statementsFor(
  changes: readonly Placed<Written>[],
  erasingKey: Uint8Array,
): readonly Statement[] {
  const bulk = <K extends ChangeKind>(kind: K, inBulk: InBulk<K>): readonly Statement[] => {
    const own = changes.filter((change): change is Placed<ChangeOf<K> & Written> => change.kind === kind);
    return own.length === 0 ? [] : inBulk(own);
  };
  return [
    ...bulk('event', filing.event),
    ...bulk('sighting', filing.sighting),
    ...bulk('moved', filing.moved),
    ...bulk('becameAnother', filing.becameAnother),
    ...bulk('transfer', filing.transfer),
    ...bulk('memory', memory.memory),
    ...memory.pastCalls(changes),
    ...bulk('textMessage', memory.textMessage),
    ...bulk('contact', memory.contact),
    ...memory.contactsSeen(changes),
    ...bulk('whole', filing.whole),
    ...bulk('quarantine', filing.quarantine),
    ...bulk('erased', erased(erasingKey)),
    ...bulk('waitingGone', filing.waitingGone),
  ];
}

const erased =
  (erasingKey: Uint8Array): InBulk<'erased'> =>
  (rows) => {
    const last = [...new Map(rows.map((row) => [row.mark, row])).values()];
    return [
      {
        text: `
          INSERT INTO erased (hash, at, until) SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::bigint[])
          ON CONFLICT (hash) DO UPDATE SET at = excluded.at, until = excluded.until`,
        values: [
          last.map(({ mark }) => hashOfMark(erasingKey, mark)),
          last.map(({ at }) => at),
          last.map(({ until }) => until),
        ],
      },
    ];
  };
