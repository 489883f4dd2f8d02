import type { AgentEmail } from '../../src-shared/brand.ts';
import type { LinkState } from '../../src-shared/link/link-state.ts';
import { DEFAULT_POLICY, type Policy } from '../../src-shared/wire/policy.ts';
import type { Ability, RelayFrame } from '../../src-shared/wire/protocol.ts';
import { isAboutDays, type PairingMark, type PolicyFile } from './policy-file.ts';

/** What holds right now, apart from the calls. */
export interface AppState {
  readonly link: LinkState;
  /** The admin's decisions, as they were told last: in this run, or in one before. */
  readonly policy: Policy;
  /** Whether the admin's word on how long calls are kept is known: until then nothing is erased for its age. */
  readonly knowsDays: boolean;
  /** The fields of the policy that could not be read: what was before holds for them. */
  readonly unread: readonly string[];
  /** What the relay has said last that it understands beyond the first version. */
  readonly can: readonly Ability[];
  /** This agent's address, lower case; null before a relay has said it. */
  readonly me: AgentEmail | null;
}

/** Keeps it, and tells everybody who shows it. */
export interface AppStateStore {
  get(): AppState;
  setLink(link: LinkState): void;
  /**
   * Which pairing this computer has; null: none. The policy of another one is let go; without any, the last one that was
   * told still holds.
   */
  belongTo(pairing: PairingMark | null): void;
  /** What an agent's new policy is read over: nothing of another agent's. */
  policyOf(agent: AgentEmail | null): Policy;
  /**
   * Takes what a frame says about agent and policy.
   * @param unread the fields that could not be read
   */
  receive(frame: RelayFrame, unread?: readonly string[]): void;
  /** What the relay's clock says, in ms; null: it has not said. Not to be compared with Allo's or this machine's. */
  relayNow(): number | null;
  /** Nothing is known any more: the pairing is gone. Resolves when that is so on the disk, or the disk has failed. */
  forget(): Promise<unknown>;
  /** @returns the unsubscribe */
  onChange(listener: (appState: AppState) => void): () => void;
}

const UNPAIRED: AppState = {
  link: { kind: 'unpaired' },
  policy: DEFAULT_POLICY,
  knowsDays: true,
  unread: [],
  can: [],
  me: null,
};

/**
 * @param file where the last policy is kept over restarts: it holds from the start
 * @param elapsed ms that go on by themselves, whatever the clock is set to
 */
export function createAppState(
  file: PolicyFile | null = null,
  elapsed: () => number = () => performance.now(),
): AppStateStore {
  let relayAhead: number | null = null;
  let kept = file?.read() ?? null;
  let pairing: PairingMark | null = null;
  let appState: AppState = { ...UNPAIRED, policy: kept?.policy ?? DEFAULT_POLICY, knowsDays: false };
  const listeners = new Set<(appState: AppState) => void>();

  function set(change: Partial<AppState>): void {
    appState = { ...appState, ...change };
    for (const listener of listeners) listener(appState);
  }

  function policyOf(agent: AgentEmail | null): Policy {
    const { me, policy } = appState;
    return agent === null || me === null || me === lower(agent) ? policy : DEFAULT_POLICY;
  }

  function take(policy: Policy, unread: readonly string[], who: Partial<AppState>): void {
    const isStillKnown = appState.knowsDays && policyOf(who.me ?? null) === appState.policy;
    const knowsDays = isStillKnown || !unread.some(isAboutDays);
    if (pairing !== null) {
      kept = { of: pairing, knowsDays, policy };
      file?.keep(kept);
    }
    set({ ...who, policy, knowsDays, unread });
  }

  return {
    get: () => appState,
    setLink: (link) => set({ link }),
    belongTo(now) {
      pairing = now;
      if (now === null) set({ knowsDays: kept?.knowsDays ?? false });
      else if (kept?.of === now) set({ knowsDays: kept.knowsDays });
      else {
        if (kept !== null) void file?.erase();
        kept = null;
        set({ policy: DEFAULT_POLICY, knowsDays: false, unread: [], can: [], me: null });
      }
    },
    policyOf,
    forget() {
      kept = null;
      pairing = null;
      relayAhead = null;
      set(UNPAIRED);
      return file?.erase() ?? Promise.resolve();
    },
    relayNow: () => (relayAhead === null ? null : elapsed() + relayAhead),
    receive(frame, unread = []) {
      if (frame.type === 'welcome') relayAhead = Date.parse(frame.now) - elapsed();
      if (frame.type === 'welcome')
        take(frame.policy, unread, { me: lower(frame.agent), can: frame.can ?? [] });
      else if (frame.type === 'policy') take(frame.policy, unread, {});
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function lower(agent: AgentEmail): AgentEmail {
  return agent.toLowerCase() as AgentEmail;
}

/** Calls back when people and lines may be called something else than before, or other things can be done with a call. */
export function followNames({ get, onChange }: AppStateStore, renamed: () => void): () => void {
  const names = () => JSON.stringify([get().me, get().policy, get().can]);
  let before = names();
  return onChange(() => {
    const now = names();
    if (now !== before) renamed();
    before = now;
  });
}
