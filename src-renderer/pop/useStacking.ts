import { useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { RequestPayload } from '../../src-shared/ipc/contract.ts';
import type { PopState } from '../../src-shared/ipc/pop.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { stackUp, type Slot, type Stack } from './stacking.ts';

type Layout = RequestPayload<'pop:layout'>;
type Place = PopState['place'];

interface Facts {
  readonly cards: readonly { readonly key: string; readonly pinned: boolean; readonly isCall: boolean }[];
  readonly more: number;
  readonly place: Place;
  readonly revision: number;
}

const GAP = 8;

/**
 * Puts the stack's children where they belong and tells main where that is: at once with every state, before it is
 * painted, and again when they change size. Each layout is told once.
 * @returns how many of the cards do not fit
 */
export function useStacking(ref: RefObject<HTMLElement | null>, facts: Facts): number {
  const { bridge } = useSurroundings();
  const slots = useRef<ReadonlyMap<string, Slot>>(new Map());
  const told = useRef('');
  const [hidden, setHidden] = useState(0);

  useLayoutEffect(() => {
    const stack = ref.current;
    if (stack === null) return undefined;
    const settle = () => {
      const next = stackOf(stack, facts, slots.current);
      slots.current = next.slots;
      arrange(stack, next, facts.place);
      setHidden(next.hidden);
      const layout = layoutOf(next, facts);
      const text = JSON.stringify(layout);
      if (text === told.current) return;
      told.current = text;
      bridge.request('pop:layout', layout).catch(reportError);
    };
    settle();
    const sizes = new ResizeObserver(settle);
    for (const { firstElementChild } of stack.children)
      if (firstElementChild !== null) sizes.observe(firstElementChild);
    const leaves = ['pointerleave', 'focusout'] as const;
    for (const place of stack.children) for (const leave of leaves) place.addEventListener(leave, settle);
    return () => {
      sizes.disconnect();
      for (const place of stack.children)
        for (const leave of leaves) place.removeEventListener(leave, settle);
    };
  }, [bridge, facts, ref]);

  return hidden;
}

function stackOf(stack: HTMLElement, facts: Facts, before: ReadonlyMap<string, Slot>): Stack {
  const items = facts.cards.map(({ key, pinned, isCall }) => {
    const place = placeOf(stack, key);
    return {
      key,
      height: naturalHeight(place),
      held: pinned || isTouched(place),
      counts: isCall,
    };
  });
  const counter = naturalHeight(stack.querySelector('[data-counter]'));
  return stackUp(items, before, { room: facts.place.room, gap: GAP, counter, more: facts.more });
}

/** A page that lost the keyboard still has a focused element. */
function isTouched(place: Element | null): boolean {
  return place?.matches(document.hasFocus() ? ':hover, :focus-within' : ':hover') === true;
}

function naturalHeight(place: Element | null): number {
  return Math.ceil(place?.firstElementChild?.getBoundingClientRect().height ?? 0);
}

function arrange(stack: HTMLElement, { slots, counter }: Stack, { corner }: Place): void {
  const put = (element: HTMLElement, slot: Slot | null | undefined) => {
    const { style } = element;
    const there = slot !== null && slot !== undefined;
    style.visibility = there ? '' : 'hidden';
    const [edge, other] = corner.startsWith('top')
      ? (['top', 'bottom'] as const)
      : (['bottom', 'top'] as const);
    style[edge] = `${slot?.offset ?? 0}px`;
    style[other] = '';
    style.maxHeight = there ? `${slot.height}px` : '';
    element.toggleAttribute('data-cut', there && slot.height < naturalHeight(element));
  };
  for (const element of stack.children) {
    if (!(element instanceof HTMLElement)) continue;
    const key = element.dataset['place'];
    put(element, key === undefined ? counter : slots.get(key));
  }
}

/** In the page's pixels, as they are once the window is as high as the stack. */
function layoutOf({ slots, counter, extent }: Stack, { place, revision }: Facts): Layout {
  const all = [...slots.values(), ...(counter === null ? [] : [counter])];
  const cards = all.map(({ offset, height }) => ({
    x: 0,
    y: place.corner.startsWith('top') ? offset : extent - offset - height,
    width: document.documentElement.clientWidth,
    height,
  }));
  return { revision, height: extent, cards };
}

function placeOf(stack: HTMLElement, key: string): Element | null {
  return (
    [...stack.children].find((child) => child instanceof HTMLElement && child.dataset['place'] === key) ??
    null
  );
}
