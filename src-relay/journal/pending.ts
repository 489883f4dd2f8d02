import type { Command } from './commands.ts';
import type { Batch, Outbox } from './outbox.ts';
import type { WriterBatch } from './writer-thread.ts';

/** A command, and whoever waits for its answer. */
export interface Waiting {
  readonly command: Command;
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

/** Commands that have no answer yet: they wait, or the writer has them. */
export interface Pending {
  /** @returns false: so much of what devices ask for waits already that no more is taken */
  add(one: Waiting): boolean;
  /** What goes to the writer now. */
  next(): WriterBatch[];
  /** The writer has answered commands of a batch. @returns those that waited; null: it is no batch of this writer's */
  answered(batch: number, places: readonly number[]): Waiting[] | null;
  /** The writer has died: nothing waits any more. @returns everything that had no answer */
  clear(): Waiting[];
  readonly count: number;
  /** Of the bodies of what waits. */
  readonly bytes: number;
}

interface UnderWay {
  readonly batch: Batch<Waiting>;
  /** How many of it have no answer yet. */
  left: number;
  /** Whether the next batch need not wait for it any more. */
  isOutOfTheWay: boolean;
}

export function pendingIn(outbox: Outbox<Waiting>): Pending {
  const underWay = new Map<number, UnderWay>();
  /** Commands of these batches that have no answer yet. */
  let unanswered = 0;
  let lastId = 0;
  let bytes = 0;

  function takeOut(batch: Batch<Waiting>): WriterBatch {
    lastId += 1;
    underWay.set(lastId, { batch, left: batch.items.length, isOutOfTheWay: false });
    unanswered += batch.items.length;
    const commands = batch.items.map(({ command }) => command);
    for (const command of commands) bytes -= sizeOf(command);
    return { id: lastId, commands };
  }

  return {
    add(one) {
      if (!outbox.add(one, one.command.kind)) return false;
      bytes += sizeOf(one.command);
      return true;
    },
    next: () => outbox.next().map(takeOut),
    answered(id, places) {
      const one = underWay.get(id);
      if (one === undefined) return null;
      const done = places.flatMap((place) => one.batch.items[place] ?? []);
      one.left -= done.length;
      unanswered -= done.length;
      if (one.left === 0) underWay.delete(id);
      if (!one.isOutOfTheWay) outbox.done(one.batch);
      one.isOutOfTheWay = true;
      return done;
    },
    clear() {
      const all = [...[...underWay.values()].flatMap(({ batch }) => batch.items), ...outbox.clear()];
      underWay.clear();
      unanswered = 0;
      bytes = 0;
      return all;
    },
    get count() {
      return outbox.waiting + unanswered;
    },
    get bytes() {
      return bytes;
    },
  };
}

function sizeOf(command: Command): number {
  return command.kind === 'webhook' ? command.body.byteLength : 0;
}
