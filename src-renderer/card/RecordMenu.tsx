import { Check, Search } from 'lucide-react';
import {
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  type KeyboardEvent,
  type RefObject,
} from 'react';
import { createPortal } from 'react-dom';
import type { Offer } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { overlapOf, placeMenu, type Box } from './menu-place.ts';
import styles from './RecordMenu.module.css';

/** One of several records, by the CRM's id; or the search for all of them. */
export type Picked = { readonly choice: string } | { readonly search: true };

interface Props {
  readonly id: string;
  /** What it is opened from. */
  readonly anchor: RefObject<HTMLElement | null>;
  /** Of whom or what the records may be. */
  readonly name: string;
  readonly crmName: string;
  /** As it was when the menu was opened: what comes later moves nothing under the pointer. */
  readonly offer: Offer;
  readonly onPick: (pick: Picked) => void;
  /** @param back the focus goes back to where the menu was opened from */
  readonly onClose: (back: boolean) => void;
}

/** Parts of a page that a menu stays inside of. */
const BOUNDS = '[data-menu-bounds]';

/**
 * The records to choose from and the search, over the card or the call that they are of, never beyond: what is around a
 * card belongs to other programs.
 */
export function RecordMenu(props: Props) {
  const { anchor } = props;
  const host = anchor.current?.closest(BOUNDS) ?? document.body;
  // Outside of a heading, whose name it would be a part of.
  return createPortal(<Menu {...props} host={host} />, host);
}

function Menu({
  id,
  anchor,
  name,
  crmName,
  offer,
  onPick,
  onClose,
  host,
}: Props & { readonly host: Element }) {
  const { words } = useSurroundings().language;
  const menu = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = menu.current;
    if (element === null) return undefined;
    element.showPopover();
    const place = () => putIn(element, anchor.current, host);
    place();
    const items = itemsOf(element);
    (items.find((item) => item.dataset['chosen'] === 'true') ?? items[0])?.focus({ preventScroll: true });
    // The window grows when another call comes.
    window.addEventListener('resize', place);
    return () => window.removeEventListener('resize', place);
  }, [anchor, host]);
  useLeaving(menu, anchor, onClose);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    // Keys of the card, and of the window, are not for it.
    event.stopPropagation();
    const items = itemsOf(event.currentTarget);
    const at = items.findIndex((item) => item === document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === 'Tab') return onClose(true);
    if (event.key === 'Escape') onClose(true);
    else if (to !== undefined) items.at(to >= items.length ? 0 : to)?.focus();
    else return;
    event.preventDefault();
  };
  const { choices, more } = offer;
  return (
    <div
      ref={menu}
      id={id}
      popover="manual"
      role="menu"
      tabIndex={-1}
      className={styles['menu']}
      aria-label={words.inCrm.chooser(name, crmName)}
      onKeyDown={onKeyDown}
    >
      {choices.map((choice) => (
        <button
          key={choice.id}
          type="button"
          role="menuitem"
          tabIndex={-1}
          className={styles['item']}
          data-chosen={choice.isChosen}
          onClick={() => onPick({ choice: choice.id })}
        >
          <span className={styles['label']}>
            <bdi className={styles['line']} title={choice.label}>
              {choice.label}
            </bdi>
            {choice.isChosen ? (
              <span className={styles['chosen']}>
                <Check size="0.75rem" />
                {words.inCrm.chosenBefore}
              </span>
            ) : null}
          </span>
          {choice.hint === null ? null : (
            <bdi className={`${styles['line']} ${styles['hint']}`} title={choice.hint}>
              {choice.hint}
            </bdi>
          )}
        </button>
      ))}
      <button
        type="button"
        role="menuitem"
        tabIndex={-1}
        className={`${styles['item']} ${styles['search']}`}
        onClick={() => onPick({ search: true })}
      >
        <Search size="0.75rem" />
        <span className={styles['line']}>
          {more > 0 ? words.inCrm.moreToSearch(more, crmName) : words.action.searchIn(crmName)}
        </span>
      </button>
    </div>
  );
}

function putIn(menu: HTMLElement, anchor: HTMLElement | null, host: Element): void {
  if (anchor === null) return;
  menu.style.maxHeight = '';
  const height = menu.scrollHeight + menu.offsetHeight - menu.clientHeight;
  const { left, top, width, maxHeight } = placeMenu(anchor.getBoundingClientRect(), boundsOf(host), height);
  Object.assign(menu.style, {
    left: `${left}px`,
    top: `${top}px`,
    width: `${width}px`,
    maxHeight: `${maxHeight}px`,
  });
}

/** A press elsewhere, the focus elsewhere, and a page that is scrolled under it close the menu. */
function useLeaving(
  menu: RefObject<HTMLElement | null>,
  anchor: RefObject<HTMLElement | null>,
  onClose: (back: boolean) => void,
): void {
  const leave = useEffectEvent((event: Event) => {
    const { target } = event;
    const isInside = (element: HTMLElement | null) =>
      target instanceof Node && element?.contains(target) === true;
    // A press on what it is opened from closes it there, and the page is scrolled around it.
    const isOnLink = event.type !== 'scroll' && isInside(anchor.current?.parentElement ?? null);
    if (!isInside(menu.current) && !isOnLink) onClose(false);
  });
  useEffect(() => {
    const events = ['pointerdown', 'focusin', 'scroll'] as const;
    for (const type of events) window.addEventListener(type, leave, { capture: true });
    return () => {
      for (const type of events) window.removeEventListener(type, leave, { capture: true });
    };
  }, []);
}

function itemsOf(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role="menuitem"]')];
}

/** As much of the part as can be seen. */
function boundsOf(host: Element): Box {
  const { clientWidth, clientHeight } = document.documentElement;
  const page = { left: 0, top: 0, right: clientWidth, bottom: clientHeight };
  const place = host.closest('[data-place]')?.getBoundingClientRect() ?? page;
  return overlapOf(overlapOf(host.getBoundingClientRect(), place), page);
}
