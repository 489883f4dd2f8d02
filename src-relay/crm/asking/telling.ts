import type { Logger } from 'pino';
import type { CrmState } from './connected.ts';

/** Writes one line for each change of how the connection is, and none while it only goes on. */
export function crmTeller(log: Pick<Logger, 'info' | 'warn'>): (state: CrmState) => void {
  let standing: string | null = null;
  let rights = '';
  return (state) => {
    const { crm, trouble, account } = state;
    const now = JSON.stringify([state.standing, crm, account?.id, trouble?.trouble]);
    const isFirst = standing === null;
    if (now !== standing) {
      if (trouble !== null)
        log.warn({ crm, trouble: trouble.trouble, standing: state.standing }, trouble.message);
      else if (state.standing === 'in-use')
        log.info({ crm, account: account?.id }, 'the CRM is asked for records');
      // A relay without a CRM need not say so.
      else if (!isFirst) log.info({ crm, standing: state.standing }, 'the CRM is not asked');
    }
    standing = now;
    const lacking = state.missingRights.map(({ name, without }) => `${name} (${without})`).join(', ');
    if (lacking !== rights && lacking !== '') {
      log.warn({ crm }, `the CRM's secret lacks rights: ${lacking}. Add them there`);
    }
    rights = lacking;
  };
}
