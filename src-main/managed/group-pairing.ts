import { isAgentAddress } from '../../src-shared/managed/agent-address.ts';
import type { GroupFailure, GroupStep } from '../../src-shared/managed/managed-view.ts';
import { codeOf, type Log } from '../log/log.ts';
import type { Identity, IdentityStore } from '../pairing/identity.ts';
import type { ComputerFile } from './computer-file.ts';
import { againAfterMs, agentOf } from './group-rules.ts';
import type { GroupOutcome, GroupRequest } from './join-group.ts';
import type { ManagedPolicy } from './managed-policy.ts';

type Paired = Extract<GroupOutcome, { is: 'paired' }>['paired'];

/** Whoever is turned out so often, each time so soon after being paired, and never by the admin, shares their secret. */
const SHARED = { turns: 2, withinMs: 5 * 60_000 } as const;

export interface GroupPairingOptions {
  readonly policy: () => ManagedPolicy;
  readonly join: (relay: URL, request: GroupRequest) => Promise<GroupOutcome>;
  readonly store: Pick<IdentityStore, 'save'>;
  readonly computer: ComputerFile;
  /** The system's name of whoever is signed in. */
  readonly user: string;
  readonly onPaired: (identity: Identity) => void;
  /** `needsSomebody`: it goes no further without a person. */
  readonly onStep: (needsSomebody: boolean) => void;
  readonly log: Log;
  readonly now?: () => number;
  readonly random?: () => number;
}

/** Pairs this computer by the token that its group shares. The token is never logged. */
export interface GroupPairing {
  /** Null: it is not under way. */
  step(): GroupStep | null;
  /** This computer is unpaired, or not any more what it was. @returns whether the policy pairs it by a group's token */
  begin(): boolean;
  /**
   * The relay that it is paired with does not know it, nor can it prove that it ever did, as one that was set up anew: it is
   * paired anew where the group's token does that, and stays as it is where not.
   */
  tryAnew(): void;
  /** The agent says whose computer it is; null: it shall be tried now. */
  answer(agent: string | null): void;
  /** The network may be back. */
  wake(): void;
  /** This computer was paired in another way, or the app ends. */
  stop(): void;
  /** Whether somebody was needed for it, since the app was started. */
  hasAsked(): boolean;
}

export function createGroupPairing(options: GroupPairingOptions): GroupPairing {
  const { policy, computer, log, now = Date.now, random = Math.random } = options;
  let step: GroupStep | null = null;
  let timer: NodeJS.Timeout | null = null;
  let tries = 0;
  let shown: GroupFailure['problem'] | null = null;
  let asked = false;
  let paired = false;
  let pairedAt: number | null = null;
  let turnedOut = 0;
  /** What is under way counts only as long as nothing else was begun. */
  let turn = 0;

  function go(next: GroupStep | null, needsSomebody = false): void {
    step = next;
    if (timer !== null) clearTimeout(timer);
    timer = null;
    options.onStep(needsSomebody);
  }

  function ask(agent = '', failure: GroupFailure | null = null): void {
    asked = true;
    go({ kind: 'asking', agent, failure }, true);
  }

  function later(agent: string, ms: number): void {
    timer = setTimeout(() => start(agent, true), ms);
    timer.unref();
  }

  /** @param isQuiet it is tried again by itself: what is said of it stays until there is news */
  async function attempt(agent: string, isQuiet: boolean): Promise<void> {
    const { relay, pairing } = policy();
    if (relay === null || pairing.by !== 'group') return stop();
    turn += 1;
    const mine = turn;
    if (!isQuiet) go({ kind: 'trying', agent });
    const request = { token: pairing.token, agent, computer: computer.secret() };
    const outcome = await options.join(relay, request);
    if (mine !== turn) return;
    if (outcome.is === 'paired') {
      const own = turnedOut >= SHARED.turns ? await pairedAsOneself(relay, request) : null;
      if (mine !== turn) return;
      return await take(relay, own ?? outcome.paired, mine);
    }
    if (outcome.is === 'waiting') return wait(agent);
    fail(agent, outcome);
  }

  /**
   * The relay takes this computer and another one for the same, as after a disk was copied: each ends the other's device.
   * Only for whom the relay still pairs at once: a computer that the admin has turned out stays the one that it was.
   */
  async function pairedAsOneself(relay: URL, request: GroupRequest): Promise<Paired | null> {
    log.warn('another computer has this one’s secret: it gets its own');
    turnedOut = 0;
    computer.renew();
    const outcome = await options.join(relay, { ...request, computer: computer.secret() });
    return outcome.is === 'paired' ? outcome.paired : null;
  }

  async function attemptAnew(): Promise<void> {
    const { relay, pairing } = policy();
    const agent = known() ?? computer.agent();
    if (relay === null || pairing.by !== 'group' || agent === null || step !== null) return;
    turn += 1;
    const mine = turn;
    const outcome = await options.join(relay, { token: pairing.token, agent, computer: computer.secret() });
    if (mine !== turn) return;
    if (outcome.is === 'paired') return await take(relay, outcome.paired, mine);
    if (outcome.is === 'waiting') return wait(agent);
    log.warn('the group’s token did not pair this computer anew', { problem: outcome.failure.problem });
  }

  async function take(relay: URL, { token, journal, agent }: Paired, mine: number): Promise<void> {
    const identity = await options.store.save({ relay, token, journal, agent });
    if (mine !== turn) return;
    log.info('paired by the group’s token', { kept: identity.kept });
    tries = 0;
    paired = true;
    pairedAt = now();
    go(null);
    options.onPaired(identity);
  }

  function wait(agent: string): void {
    turnedOut = 0;
    const isNews = step?.kind !== 'waiting';
    if (isNews) log.info('this computer waits for the admin');
    if (isNews) go({ kind: 'waiting', ...said(agent) }, true);
    later(agent, againAfterMs('waiting', 0, random));
  }

  function fail(agent: string, { failure }: Extract<GroupOutcome, { is: 'failed' }>): void {
    log.warn('the group’s token did not pair this computer', { problem: failure.problem });
    if (known() === null && failure.problem === 'not-in-group') return ask(agent, failure);
    const ms = againAfterMs(failure, tries, random);
    tries += 1;
    // A network that comes up later than the app is nobody's to mend, and hides nothing of what is.
    const needsSomebody = failure.problem !== 'unreachable' && failure.problem !== shown;
    if (needsSomebody) shown = failure.problem;
    go({ kind: 'failed', ...said(agent), failure, again: now() + ms }, needsSomebody);
    later(agent, ms);
  }

  /** Whose computer it is, without asking anybody. */
  function known(): string | null {
    const { pairing } = policy();
    return pairing.by === 'group' ? agentOf(pairing.agent, options.user) : null;
  }

  function said(agent: string): Pick<Extract<GroupStep, { kind: 'waiting' }>, 'agent' | 'mayChange'> {
    return known() === null ? { agent, mayChange: true } : { agent };
  }

  function start(agent: string, isQuiet = false): void {
    run(attempt(agent, isQuiet));
  }

  function run(trying: Promise<void>): void {
    trying.catch((error: unknown) => log.error('the group’s pairing failed', { code: codeOf(error) }));
  }

  function stop(): void {
    turn += 1;
    if (step !== null) go(null);
  }

  return {
    step: () => step,
    begin() {
      if (policy().pairing.by !== 'group') {
        stop();
        return false;
      }
      tries = 0;
      shown = null;
      if (pairedAt !== null) turnedOut = now() - pairedAt < SHARED.withinMs ? turnedOut + 1 : 0;
      pairedAt = null;
      const agent = known() ?? computer.agent();
      if (agent === null) ask();
      else start(agent);
      return true;
    },
    tryAnew: () => run(attemptAnew()),
    answer(agent) {
      if (step === null || policy().pairing.by !== 'group') return;
      const other = agent?.trim().toLowerCase() ?? null;
      if (other !== null && (known() !== null || !isAgentAddress(other))) return;
      if (other !== null) computer.keepAgent(other);
      tries = 0;
      shown = null;
      const whose = other ?? step.agent;
      if (whose !== '') start(whose);
    },
    wake() {
      if (step?.kind === 'failed' && step.failure.problem === 'unreachable') start(step.agent, true);
    },
    stop,
    hasAsked: () => asked && paired,
  };
}
