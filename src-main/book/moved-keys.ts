import type { CallKey } from '../../src-shared/brand.ts';
import { exhaustive } from '../../src-shared/exhaustive.ts';
import type { BookChange, CallBook } from './call-book.ts';

/** More than any page still has on screen. */
const MOST = 500;

/** Where calls went whose events are all filed under another key now: a page may still ask by the one before. */
export interface MovedKeys {
  /** The key that stands for this one now: itself, if it never moved. */
  now(key: CallKey): CallKey;
  close(): void;
}

export function followMoves(book: Pick<CallBook, 'onChange'>): MovedKeys {
  const moved = new Map<CallKey, CallKey>();

  function move(from: CallKey, to: CallKey): void {
    moved.delete(to);
    for (const [key, at] of moved) if (at === from) moved.set(key, to);
    moved.set(from, to);
    const [oldest] = moved.keys();
    if (moved.size > MOST && oldest !== undefined) moved.delete(oldest);
  }

  function follow(change: BookChange): void {
    switch (change.kind) {
      case 'moved':
        move(change.from, change.to);
        return;
      case 'received':
        moved.delete(change.call);
        return;
      case 'gone':
        for (const [key, at] of moved) if (change.calls.includes(at)) moved.delete(key);
        return;
      case 'left':
      case 'claimed':
      case 'noted':
      case 'crm':
      case 'texted':
      case 'untexted':
      case 'textsRead':
      case 'contacts':
      case 'restored':
      case 'passed':
        return;
      default:
        exhaustive(change);
    }
  }

  return { now: (key) => moved.get(key) ?? key, close: book.onChange(follow) };
}
