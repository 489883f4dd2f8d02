import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import type { WebhookId } from '../../../src-shared/brand.ts';
import type { Stretch } from './stretch.ts';

/** Who is so near the end reads along. */
const NEAR_END_PX = 60;

interface Place {
  readonly asked: unknown;
  readonly newest: WebhookId;
  readonly to: number;
  readonly fromEnd: number;
  readonly isAtEnd: boolean;
}

/**
 * Where a thread stands: at its newest text when it is opened, at the text that was asked for, and along with what
 * comes as long as the end is in sight. What is added above moves nothing.
 */
export function useScrolling(
  list: RefObject<HTMLElement | null>,
  newest: WebhookId,
  asked: { readonly id: WebhookId } | null,
  { to }: Stretch,
): void {
  const place = useRef<Place | null>(null);
  useLayoutEffect(() => {
    const box = list.current;
    if (box === null) return undefined;
    const before = place.current;
    if (before === null || before.asked !== asked) {
      const target = asked === null ? null : box.querySelector(`[data-text="${CSS.escape(asked.id)}"]`);
      if (target === null) toEnd(box);
      else target.scrollIntoView({ block: 'center' });
    } else if (before.newest !== newest) {
      if (before.isAtEnd) toEnd(box);
    } else if (before.to !== to) box.scrollTo({ top: box.scrollHeight - before.fromEnd });
    const note = () => {
      const fromEnd = box.scrollHeight - box.scrollTop;
      place.current = { asked, newest, to, fromEnd, isAtEnd: fromEnd - box.clientHeight < NEAR_END_PX };
    };
    note();
    box.addEventListener('scroll', note, { passive: true });
    return () => box.removeEventListener('scroll', note);
  }, [list, newest, asked, to]);

  // What stands above it may take room for itself.
  useEffect(() => {
    const box = list.current;
    if (box === null) return undefined;
    const observer = new ResizeObserver(() => {
      if (place.current?.isAtEnd === true) toEnd(box);
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, [list]);
}

function toEnd(box: HTMLElement): void {
  box.scrollTo({ top: box.scrollHeight });
}
