import type { RelayConfig } from '../../config/schema.ts';
import type { CrmAdapter } from '../contract.ts';
import type { KeptCrmSecret } from '../secret-keeper.ts';
import type { CrmStanding, CrmState, CrmStateTrouble } from './connected.ts';
import type { SessionView } from './session.ts';

export interface StateParts {
  readonly config: RelayConfig;
  /** Null: the config has no CRM that is asked. */
  readonly adapter: CrmAdapter | null;
  readonly secret: KeptCrmSecret | null;
  readonly cannot: CrmStateTrouble | null;
  readonly view: SessionView | null;
}

/** How the connection is. */
export function crmStateOf(parts: StateParts): CrmState {
  const { adapter, secret, cannot, view } = parts;
  const account = view?.account ?? null;
  return {
    standing: standingOf(parts),
    crm: adapter?.crm ?? null,
    title: adapter?.title ?? null,
    account: account === null ? null : { id: account.id, name: account.name },
    secretFrom: secret?.from ?? null,
    lastAnswerAt: view?.lastAnswerAt ?? null,
    trouble: cannot ?? view?.trouble ?? null,
    missingRights: view?.missing ?? [],
    breaker: view?.breaker ?? { isOpen: false, opensInMs: null },
    budget: view?.budget ?? [],
  };
}

function standingOf({ config, adapter, secret, view }: StateParts): CrmStanding {
  if (adapter === null) return 'not-configured';
  if (!config.records.ask) return 'switched-off';
  if (secret === null) return 'no-secret';
  if (view === null || view.account === null) return 'not-known-yet';
  return view.isOther ? 'other-account' : 'in-use';
}
