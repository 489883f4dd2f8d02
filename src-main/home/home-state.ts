import type { HomeState } from '../../src-shared/ipc/contract.ts';
import { crmPages } from '../../src-shared/crm/presets.ts';
import type { Standing } from '../standing.ts';

/** What the home window draws besides the history. */
export function homeState(
  { link, policy }: Standing,
  kept: { readonly token: HomeState['tokenKept']; readonly history: HomeState['historyKept'] },
  missed: number,
): HomeState {
  return {
    link,
    tokenKept: kept.token,
    historyKept: kept.history,
    missed,
    crmName: policy.crm === null ? null : crmPages(policy.crm).name,
  };
}
