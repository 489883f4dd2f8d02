import { useEffect, type RefObject } from 'react';

/** Brings the focus to an element when it becomes the one that keys go to, unless it is inside already. */
export function useTargetFocus(element: RefObject<HTMLElement | null>, isTarget: boolean): void {
  useEffect(() => {
    const target = element.current;
    if (!isTarget || target === null || target.contains(document.activeElement)) return;
    target.focus({ preventScroll: true });
  }, [element, isTarget]);
}
