import type { HomeState } from '../../src-shared/ipc/home.ts';
import type { KeptBook } from '../book/kept-book.ts';
import { crmPages } from '../../src-shared/crm/presets.ts';
import type { AppState } from '../app-state/app-state.ts';

/** What the home window draws besides the history. */
export function homeState(
  { link, policy }: AppState,
  [tokenKept, { kept, asides }]: readonly [HomeState['tokenKept'], Pick<KeptBook, 'kept' | 'asides'>],
  { missed, unreadTexts }: Pick<HomeState, 'missed' | 'unreadTexts'>,
  rest: Pick<HomeState, 'keptAway' | 'justPaired' | 'isCareful' | 'proxy' | 'managed'>,
): HomeState {
  return {
    link,
    tokenKept,
    historyKept: kept,
    historyAside: asides.keychain > 0 ? 'keychain' : asides.agent > 0 ? 'agent' : null,
    ...rest,
    missed,
    unreadTexts,
    crmName: policy.crm === null ? null : crmPages(policy.crm).name,
  };
}
