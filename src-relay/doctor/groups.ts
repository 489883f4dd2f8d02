import { listGroups, listWaiting } from '../groups/groups.ts';
import type { Sql } from '../sql/sql.ts';
import { ok, warn, type Finding } from './finding.ts';

/** The tokens that many computers share, and whoever waits because of one. */
export async function lookAtGroups(sql: Sql, now: number): Promise<Finding[]> {
  const groups = (await listGroups(sql, now)).filter(({ state }) => state !== 'revoked');
  const waiting = (await listWaiting(sql)).filter(({ approved }) => !approved);
  const expired = groups.filter(({ state }) => state === 'expired');
  const full = groups.filter(
    ({ state, devices, mostDevices }) => state === 'valid' && devices >= mostDevices,
  );
  return [
    ...groups
      .filter((group) => !expired.includes(group) && !full.includes(group))
      .map(({ group, devices, mostDevices, expiresAt }) =>
        ok('groups', `${group}: ${devices} of ${mostDevices} computers, until ${expiresAt}`),
      ),
    ...expired.map(({ group, expiresAt }) =>
      warn(
        'groups',
        `the token of ${group} has expired on ${expiresAt}: new computers get nothing by it`,
        `ringside-relay groups revoke ${group}, then groups add for another`,
      ),
    ),
    ...full.map(({ group, mostDevices }) =>
      warn(
        'groups',
        `${group} is full, with ${mostDevices} of ${mostDevices} computers: no other is paired`,
        `revoke what is not used any more (devices list), or groups revoke ${group} and groups add --devices with more`,
      ),
    ),
    ...(waiting.length === 0
      ? []
      : [
          warn(
            'groups',
            `computers that wait to be approved: ${waiting.length}`,
            'ringside-relay devices list says which, devices approve COMPUTER lets one in',
          ),
        ]),
  ];
}
