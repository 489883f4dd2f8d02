import type { CrmStatus } from '../control/crm-status.ts';
import { isOpenToOthers } from '../files/private-file.ts';
import { ok, warn, type Finding } from './finding.ts';

const ABOUT = 'crm';
/** Of a budget that is counted by the day. */
const LITTLE_LEFT = 0.2;
const CONNECT = 'ringside-relay crm connect --write: docs/crm-links.md says how to get a secret';

/** The connection that records are asked for over. None of it keeps a call from an agent. */
export function lookAtCrm(status: CrmStatus): Finding[] {
  const { secret } = status;
  return [
    ...(secret.refused === null
      ? []
      : [
          warn(
            ABOUT,
            `the secret's file is not in force: ${secret.refused}`,
            'correct it: it is taken up at once',
          ),
        ]),
    ...(secret.refused === null && secret.from === 'file' && isOpenToOthers(secret.file)
      ? [warn(ABOUT, `others may read ${secret.file}`, `chmod 600 ${secret.file}`)]
      : []),
    ...standing(status),
    ...status.missingRights.map(({ name, without }) =>
      warn(ABOUT, `the secret lacks ${name}: ${without}`, `add it in ${status.title ?? 'the CRM'}`),
    ),
    ...budgets(status),
  ];
}

function standing({ standing: how, title, account, secret, trouble, breaker }: CrmStatus): Finding[] {
  const name = title ?? 'the CRM';
  switch (how) {
    case 'in-use':
      return trouble === null
        ? [ok(ABOUT, `${name} is asked for records of ${account?.name ?? 'its account'}`)]
        : [warn(ABOUT, trouble.message, afterTrouble(breaker.isOpen, breaker.opensInMs))];
    case 'not-configured':
      return secret.from === null
        ? []
        : [warn(ABOUT, 'there is a secret, and no CRM in the config that can be asked with it', CONNECT)];
    case 'switched-off':
      return [ok(ABOUT, `${name} is not asked: "records": {"ask": false}`)];
    case 'no-secret':
      // As it always was, until somebody wants more.
      return [
        ok(
          ABOUT,
          `clicks open ${name}'s search page; with a secret, the very record: ringside-relay crm connect`,
        ),
      ];
    case 'other-account':
      return [warn(ABOUT, trouble?.message ?? 'the secret is of another account', CONNECT)];
    default:
      return [
        warn(
          ABOUT,
          trouble?.message ?? `${name} has not said yet whose the secret is`,
          trouble?.trouble === 'refused' ? CONNECT : afterTrouble(breaker.isOpen, breaker.opensInMs),
        ),
      ];
  }
}

function afterTrouble(isOpen: boolean, opensInMs: number | null): string {
  if (!isOpen) return 'it is tried again by itself; ringside-relay crm status says how it goes';
  if (opensInMs === null) return `give it another secret: ${CONNECT}`;
  return `clicks open the search page meanwhile; it is tried again in ${Math.ceil(opensInMs / 1000)} s`;
}

function budgets({ budget, title }: CrmStatus): Finding[] {
  return budget
    .filter(({ pot, left, of }) => pot === 'day' && left < of * LITTLE_LEFT)
    .map(({ left, of }) =>
      warn(
        ABOUT,
        `${left} of ${of} are left of what may be spent on ${title ?? 'the CRM'} in 24 hours`,
        'raise records.tokensPerDay in the config, if the plan has room for it: without a budget, clicks open the search page',
      ),
    );
}
