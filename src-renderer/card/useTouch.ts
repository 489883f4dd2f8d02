import { useCallback, useRef, type FocusEvent } from 'react';

/** Tells when the pointer or the focus comes to an element, and when both have left. */
export function useTouch(tell: (touched: boolean) => void) {
  const by = useRef({ pointer: false, focus: false });
  const update = useCallback(
    (change: Partial<{ pointer: boolean; focus: boolean }>) => {
      const before = by.current;
      const after = { ...before, ...change };
      by.current = after;
      const touched = after.pointer || after.focus;
      if (touched !== (before.pointer || before.focus)) tell(touched);
    },
    [tell],
  );
  return {
    onPointerEnter: useCallback(() => update({ pointer: true }), [update]),
    onPointerLeave: useCallback(() => update({ pointer: false }), [update]),
    onFocus: useCallback(() => update({ focus: true }), [update]),
    onBlur: useCallback(
      (event: FocusEvent<HTMLElement>) => {
        if (!event.currentTarget.contains(event.relatedTarget)) update({ focus: false });
      },
      [update],
    ),
  };
}
