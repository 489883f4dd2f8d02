import type { Preferences } from '../../src-shared/preferences/preferences.ts';
import type { CardView } from '../card/card-view.ts';
import type { Gathering } from '../digest/gathering.ts';
import { newerThan } from './closed.ts';
import { drawnOf } from './drawn.ts';
import { restNow } from '../presence/gate.ts';
import type { ScreenContext } from './on-screen.ts';
import { EMPTY, type Picture } from './picture.ts';
import type { Screen } from './screen.ts';
import { soundFor } from './sound.ts';
import type { Summons } from './summons.ts';
import type { Talks } from './talks.ts';

export interface DrawingParts {
  readonly view: CardView;
  readonly gathering: Gathering;
  readonly talks: Talks;
  readonly summons: Summons;
  readonly preferences: () => Preferences;
  /** Called with every new picture. */
  readonly draw: (picture: Picture) => void;
}

/** Makes a picture of the screen. */
export interface Drawing {
  /** The last one. */
  readonly picture: Picture;
  /** Draws, if anything is to be seen of the change. */
  show(screen: Screen, context: ScreenContext): void;
}

export function createDrawing(parts: DrawingParts): Drawing {
  const { view, gathering, talks, summons, preferences, draw } = parts;
  let picture: Picture = EMPTY;
  let lastPushed = JSON.stringify(EMPTY);
  return {
    get picture() {
      return picture;
    },
    show(screen, context) {
      const { me, now, ringWindowS } = context;
      const drawn = drawnOf(screen.cards);
      const cards = drawn.map((card) => view(card.call, card, now));
      const next: Picture = {
        cards,
        closed: screen.closed.map(({ card }) => {
          const { name, number } = view(card.call, card, now).caller;
          const newer = newerThan(drawn, card);
          return { key: card.call.key, who: name ?? number?.display ?? null, newer };
        }),
        more: screen.cards.length - cards.length,
        summoned: summons.isOn,
        sound: soundFor(screen.cards, talks.now(me, now, ringWindowS), preferences(), context),
        digest: restNow(context) === null ? gathering.digest(me) : null,
      };
      const text = JSON.stringify(next);
      if (text === lastPushed) return;
      lastPushed = text;
      picture = next;
      draw(picture);
    },
  };
}
