import type { LinkState } from '../../src-shared/link/link-state.ts';
import type { AppStateStore } from '../app-state/app-state.ts';
import type { GroupPairing } from './group-pairing.ts';
import type { ManagedStore } from './managed-store.ts';

/**
 * Pairs this computer by its group's token when the relay has turned it out or was set up anew, and when the policy changes
 * while it is unpaired or not known there. A paired computer takes up another relay or another way of pairing at its next start: it may be in the middle of a
 * call.
 */
export function followGroup({
  group,
  managed,
  appState,
}: {
  readonly group: Pick<GroupPairing, 'begin' | 'tryAnew'>;
  readonly managed: Pick<ManagedStore, 'onChange'>;
  readonly appState: Pick<AppStateStore, 'get' | 'onChange'>;
}): void {
  let was: 'revoked' | 'not-known' | null = null;
  appState.onChange(({ link }) => {
    // Right after waking up nothing is known yet, which is no news.
    if (link.kind === 'reconnecting' && link.why === null) return;
    const is = link.kind === 'revoked' ? 'revoked' : isNotKnown(link) ? 'not-known' : null;
    const isNews = is !== was;
    was = is;
    if (isNews && is === 'revoked') group.begin();
    if (isNews && is === 'not-known') group.tryAnew();
  });
  managed.onChange(() => {
    const { link } = appState.get();
    if (isNotKnown(link)) return group.tryAnew();
    if (link.kind === 'revoked' || (link.kind === 'unpaired' && link.keychain !== 'asking')) group.begin();
  });
}

/** Whoever answers for the relay is not the one that this computer was paired with, or cannot prove it. */
function isNotKnown(link: LinkState): boolean {
  return link.kind === 'reconnecting' && link.why?.trouble === 'turned-away';
}
