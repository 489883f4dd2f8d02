import type { StandingStore } from '../standing.ts';
import type { GroupPairing } from './group-pairing.ts';
import type { ManagedStore } from './managed-store.ts';

/**
 * Pairs this computer by its group's token when the relay has turned it out, and when the policy changes while it is
 * unpaired. A paired computer takes up another relay or another way of pairing at its next start: it may be in the middle of a
 * call.
 */
export function followGroup({
  group,
  managed,
  standing,
}: {
  readonly group: Pick<GroupPairing, 'begin'>;
  readonly managed: Pick<ManagedStore, 'onChange'>;
  readonly standing: Pick<StandingStore, 'get' | 'onChange'>;
}): void {
  let wasRevoked = false;
  standing.onChange(({ link }) => {
    const isRevoked = link.kind === 'revoked';
    const isNews = isRevoked && !wasRevoked;
    wasRevoked = isRevoked;
    if (isNews) group.begin();
  });
  managed.onChange(() => {
    const { link } = standing.get();
    if (link.kind === 'revoked' || (link.kind === 'unpaired' && link.keychain !== 'asking')) group.begin();
  });
}
