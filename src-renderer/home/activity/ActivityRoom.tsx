import type { LinkState } from '../../../src-shared/ipc/contract.ts';

/** What happened here, and why. */
export function ActivityRoom({ link }: { readonly link: LinkState }) {
  return <p>{link.kind}</p>;
}
