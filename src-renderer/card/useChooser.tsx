import { useId, useRef, useState, type MouseEvent, type ReactNode, type RefObject } from 'react';
import type { LinkTarget, Offer } from '../../src-shared/card/model.ts';
import { useSurroundings } from '../bridge/Surroundings.tsx';
import { RecordMenu, type Picked } from './RecordMenu.tsx';

interface Link {
  /** Of whom or what the records are. */
  readonly name: string;
  readonly link: LinkTarget;
  readonly offer: Offer | null;
  readonly crmName: string | null;
  /** Opens what the link leads to, or what was chosen. */
  readonly onOpen: (pick?: Picked) => void;
}

interface Chooser {
  /** For the link's own button. */
  readonly button: {
    readonly ref: RefObject<HTMLButtonElement | null>;
    readonly 'aria-haspopup': 'menu' | undefined;
    readonly 'aria-expanded': boolean | undefined;
    readonly 'aria-controls': string | undefined;
    readonly onClick: () => void;
    readonly onContextMenu: ((event: MouseEvent) => void) | undefined;
  };
  /** The menu, while it is open. */
  readonly menu: ReactNode;
  /** Opens the menu of a link that leads to one of several; null: there are no others. */
  readonly another: { readonly toggle: () => void; readonly isOpen: boolean } | null;
}

/** A link that opens its record, or a menu of those that it may be. */
export function useChooser({ name, link, offer, crmName, onOpen }: Link): Chooser {
  const { words } = useSurroundings().language;
  const ref = useRef<HTMLButtonElement>(null);
  /** The link, or what is beside it for the others. */
  const opener = useRef<HTMLElement>(null);
  const id = useId();
  const [shown, setShown] = useState<Offer | null>(null);
  const hasChoices = offer !== null && offer.choices.length > 0;
  const isToChoose = link === 'choose' && hasChoices;
  const toggle = () => {
    const { activeElement } = document;
    const isBeside = ref.current?.parentElement?.contains(activeElement) === true;
    opener.current = isBeside && activeElement instanceof HTMLElement ? activeElement : ref.current;
    setShown(shown === null ? offer : null);
  };
  const close = (back: boolean) => {
    setShown(null);
    const to = opener.current?.isConnected === true ? opener.current : ref.current;
    if (back) to?.focus({ preventScroll: true });
  };
  return {
    button: {
      ref,
      'aria-haspopup': isToChoose ? 'menu' : undefined,
      'aria-expanded': isToChoose ? shown !== null : undefined,
      'aria-controls': shown === null ? undefined : id,
      onClick: () => {
        if (isToChoose) return toggle();
        // Found for certain while the menu was open: there is nothing to choose any more.
        setShown(null);
        onOpen();
      },
      onContextMenu: hasChoices
        ? (event) => {
            event.preventDefault();
            toggle();
          }
        : undefined,
    },
    menu:
      shown === null ? null : (
        <RecordMenu
          id={id}
          anchor={ref}
          name={name}
          crmName={crmName ?? words.action.yourCrm}
          offer={shown}
          onPick={(pick) => {
            close(true);
            onOpen(pick);
          }}
          onClose={close}
        />
      ),
    another: link === 'record' && hasChoices ? { toggle, isOpen: shown !== null } : null,
  };
}
