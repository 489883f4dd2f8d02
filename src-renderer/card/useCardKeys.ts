import { useEffect, useEffectEvent } from 'react';

/** What keys do on the card that was asked for. */
export interface CardKeys {
  /** Enter is the first deal. */
  readonly openDeal: (place: number) => void;
  readonly claim: () => void;
  readonly pin: () => void;
  readonly note: () => void;
}

/** Listens to keys as long as `active`. Words that are typed and buttons that are pressed keep their keys. */
export function useCardKeys(active: boolean, keys: CardKeys): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const action = actionFor(event, keys);
    if (action === null) return;
    event.preventDefault();
    action();
  });
  useEffect(() => {
    if (!active) return undefined;
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [active]);
}

function actionFor(event: KeyboardEvent, keys: CardKeys): (() => void) | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return null;
  if (isTyping(event.target)) return null;
  if (event.key === 'Enter') return isPressing(event.target) ? null : () => keys.openDeal(1);
  // By its place on the keyboard: French digits need Shift.
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  if (digit !== undefined) return () => keys.openDeal(Number(digit));
  return { c: keys.claim, p: keys.pin, n: keys.note }[event.key.toLowerCase()] ?? null;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('textarea, input') !== null;
}

function isPressing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button') !== null;
}
