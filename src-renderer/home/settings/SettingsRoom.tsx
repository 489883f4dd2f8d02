import type { HomeState } from '../../../src-shared/ipc/contract.ts';

/** What the agent can choose. */
export function SettingsRoom({ home }: { readonly home: HomeState }) {
  return <p>{home.crmName}</p>;
}
