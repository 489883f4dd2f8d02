import { useEffect, useEffectEvent, type RefObject } from 'react';

/** What keys do on the card that was asked for. */
export interface CardKeys {
  readonly enter: () => void;
  readonly claim: () => void;
  readonly pin: () => void;
  readonly note: () => void;
}

/**
 * Listens to keys as long as `active`. Words that are typed and buttons that are pressed keep their keys; a digit
 * presses the button of `card` that shows it, if that is in sight.
 */
export function useCardKeys(active: boolean, card: RefObject<HTMLElement | null>, keys: CardKeys): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const action = actionFor(event, keys, card.current);
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

function actionFor(event: KeyboardEvent, keys: CardKeys, card: HTMLElement | null): (() => void) | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return null;
  if (isTyping(event.target)) return null;
  if (event.key === 'Enter') return isPressing(event.target) ? null : keys.enter;
  // By its place on the keyboard: French digits need Shift.
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  if (digit !== undefined) return () => pressShown(card, digit);
  return { c: keys.claim, p: keys.pin, n: keys.note }[event.key.toLowerCase()] ?? null;
}

/** Presses what shows the digit. What is scrolled out of sight is brought into sight, and needs the key again. */
function pressShown(card: HTMLElement | null, digit: string): void {
  const button = card?.querySelector<HTMLElement>(`[aria-keyshortcuts="${digit}"]`);
  if (button === undefined || button === null) return;
  if (isInSight(button)) button.click();
  else button.scrollIntoView({ block: 'nearest' });
}

/** Whether its middle can be seen, and clicked. */
function isInSight(button: HTMLElement): boolean {
  const { x, y, width, height } = button.getBoundingClientRect();
  const there = document.elementFromPoint(x + width / 2, y + height / 2);
  return there !== null && button.contains(there);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('textarea, input') !== null;
}

function isPressing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button') !== null;
}
