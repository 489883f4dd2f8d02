import { useEffect, type RefObject } from 'react';

/** Ctrl or Cmd with F, and / where nothing is written, go to the search. */
export function useSearchKeys(field: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return;
      const find = event.key.toLowerCase() === 'f' && event.ctrlKey !== event.metaKey;
      const slash = event.key === '/' && !event.ctrlKey && !event.metaKey && !isWriting(event.target);
      if ((!find && !slash) || field.current === null) return;
      event.preventDefault();
      field.current.focus();
      field.current.select();
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, [field]);
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, [contenteditable=true]');
}
