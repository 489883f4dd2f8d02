import type { HomeState } from '../../src-shared/ipc/contract.ts';
import { crmPages } from '../../src-shared/crm/presets.ts';
import type { Standing } from '../standing.ts';

/** What the home window draws besides the history. */
export function homeState(
  { link, policy }: Standing,
  [tokenKept, historyKept]: readonly [HomeState['tokenKept'], HomeState['historyKept']],
  missed: number,
  justPaired: boolean,
): HomeState {
  return {
    link,
    tokenKept,
    historyKept,
    justPaired,
    missed,
    crmName: policy.crm === null ? null : crmPages(policy.crm).name,
  };
}
