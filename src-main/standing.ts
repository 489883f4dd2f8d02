import type { AgentEmail } from '../src-shared/brand.ts';
import type { LinkState } from '../src-shared/ipc/contract.ts';
import { DEFAULT_POLICY, type Policy } from '../src-shared/wire/policy.ts';
import type { RelayFrame } from '../src-shared/wire/protocol.ts';

/** What holds right now, apart from the calls. */
export interface Standing {
  readonly link: LinkState;
  readonly policy: Policy;
  /** This agent's address, lower case; null before a relay has said it. */
  readonly me: AgentEmail | null;
}

/** Keeps the standing and tells everybody who shows it. */
export interface StandingStore {
  get(): Standing;
  setLink(link: LinkState): void;
  /** Takes what a frame says about agent and policy. */
  receive(frame: RelayFrame): void;
  /** Nothing is known any more: the pairing is gone. */
  forget(): void;
  onChange(listener: (standing: Standing) => void): () => void;
}

const UNPAIRED: Standing = { link: { kind: 'unpaired' }, policy: DEFAULT_POLICY, me: null };

export function createStanding(): StandingStore {
  let standing: Standing = UNPAIRED;
  const listeners = new Set<(standing: Standing) => void>();

  function set(change: Partial<Standing>): void {
    standing = { ...standing, ...change };
    for (const listener of listeners) listener(standing);
  }

  return {
    get: () => standing,
    setLink: (link) => set({ link }),
    forget: () => set(UNPAIRED),
    receive(frame) {
      if (frame.type === 'welcome')
        set({ policy: frame.policy, me: frame.agent.toLowerCase() as AgentEmail });
      else if (frame.type === 'policy') set({ policy: frame.policy });
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Calls back when people and lines may be called something else than before. */
export function followNames({ get, onChange }: StandingStore, renamed: () => void): () => void {
  const names = () => JSON.stringify([get().me, get().policy]);
  let before = names();
  return onChange(() => {
    const now = names();
    if (now !== before) renamed();
    before = now;
  });
}
