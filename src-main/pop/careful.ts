import { plainCard } from '../../src-shared/card/plain.ts';
import { withShortLines } from '../../src-shared/card/short-lines.ts';
import type { PopState } from '../../src-shared/ipc/pop.ts';
import type { Care } from '../page-life/suspects.ts';
import type { Picture } from './picture.ts';

const DIGEST = 'digest';

/** A picture of which no line takes the page long, and nothing is drawn again as it was when it ended the page. */
export function careful(picture: Picture, careFor: (key: string) => Care): Picture & Pick<PopState, 'plain'> {
  const cards = picture.cards.map((card) => {
    const care = careFor(card.key);
    return care === 'full' ? withShortLines(card) : plainCard(card, care);
  });
  const closed = picture.closed.map((one) =>
    careFor(one.key) === 'full' ? withShortLines(one) : { ...one, who: null },
  );
  const { digest } = picture;
  return {
    ...picture,
    cards,
    closed,
    plain: cards.map(({ key }) => key).filter((key) => careFor(key) !== 'full'),
    digest: digest === null || careFor(DIGEST) === 'full' ? withShortLines(digest) : { ...digest, who: [] },
  };
}

/** What a page is told to draw, by what it may have died of. */
export function contentsOf({ cards, digest }: PopState): ReadonlyMap<string, string> {
  const all: [string, string][] = cards.map((card) => [card.key, JSON.stringify(card)]);
  if (digest !== null) all.push([DIGEST, JSON.stringify(digest)]);
  return new Map(all);
}
