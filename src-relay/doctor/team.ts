import { directoryReader } from '../agents/directory.ts';
import { lookAtGroups } from './groups.ts';
import { listAgents, listDevices } from '../agents/listing.ts';
import type { RelayConfig } from '../config/schema.ts';
import { isForgettingUnfinished } from '../forget/pending.ts';
import { eventsForNobody } from '../journal/nobody.ts';
import { countsOf } from '../journal/counts.ts';
import type { Sql } from '../sql/sql.ts';
import { ok, warn, type Finding } from './finding.ts';

const HOUR_MS = 3_600_000;
/** A working day without a call is odd, a weekend is not. */
const QUIET_MS = 72 * HOUR_MS;
const NOBODY_DAYS = 7;
const MOST_NOBODY = 1000;

/** Who is there, what has come in, and what should have gone. */
export async function lookAtTeam(sql: Sql, config: RelayConfig, now: number): Promise<Finding[]> {
  const { agents, quarantined, lastWebhookAt } = await countsOf(sql);
  const devices = await listDevices(sql);
  const unseen = devices.filter(({ seenAt }) => seenAt === null);
  return [
    agents === 0
      ? warn('agents', 'there are none', 'ringside-relay agents add EMAIL: events concern nobody until then')
      : ok('agents', `${agents}, with ${devices.length} devices`),
    ...(await strangersIn(config, sql)),
    ...(agents > 0 && devices.length === 0
      ? [warn('devices', 'there are none', 'ringside-relay devices pair EMAIL, for each agent')]
      : []),
    ...(unseen.length > 0
      ? [
          warn(
            'devices',
            `${unseen.length} of ${devices.length} were never seen: ${unseen.map(({ device }) => device).join(', ')}`,
            'have the app started there, or revoke them: ringside-relay devices revoke DEVICE',
          ),
        ]
      : []),
    quarantined === 0
      ? ok('quarantine', 'empty')
      : warn(
          'quarantine',
          `${quarantined} webhooks could not be read`,
          'ringside-relay quarantine list says why; after an upgrade, quarantine retry',
        ),
    ...(await lookAtGroups(sql, now)),
    ...(await unfinishedForgetting(sql)),
    ...(await forNobody(sql, config, now)),
    ...(agents > 0 ? [lastWebhook(lastWebhookAt, now)] : []),
  ];
}

async function unfinishedForgetting(sql: Sql): Promise<Finding[]> {
  if (!(await isForgettingUnfinished(sql))) return [];
  const todo =
    'wait, if it is running now; else run it again or restart the relay: either finishes what was broken off';
  return [warn('forget', 'somebody is not forgotten to the end', todo)];
}

/** Calls and messages that reach nobody: mostly Allo knows an agent by another address. */
async function forNobody(sql: Sql, config: RelayConfig, now: number): Promise<Finding[]> {
  const lost = await eventsForNobody(sql, {
    directory: await directoryReader()(sql, config),
    withoutRingside: config.withoutRingside,
    since: now - NOBODY_DAYS * 24 * HOUR_MS,
    most: MOST_NOBODY,
  });
  if (lost.length === 0) return [];
  const count = lost.length < MOST_NOBODY ? String(lost.length) : `${MOST_NOBODY} and more`;
  const found = `${count} calls and messages of the last ${NOBODY_DAYS} days concern no agent`;
  return [warn('events', found, 'ringside-relay events nobody says whom Allo names, and the alias to add')];
}

/** Whom the config names although nobody added them: what concerns them reaches nobody. */
async function strangersIn(config: RelayConfig, sql: Sql): Promise<Finding[]> {
  const known = new Set(
    (await listAgents(sql)).flatMap(({ email, aliases }): string[] => [email, ...aliases]),
  );
  const named = [
    ...Object.values(config.lines).flatMap((line) =>
      line.agents.map((agent) => config.aliases[agent] ?? agent),
    ),
    ...Object.values(config.aliases),
  ];
  const strangers = [...new Set(named)].filter((agent) => !known.has(agent));
  if (strangers.length === 0) return [];
  const todo = 'add them with ringside-relay agents add EMAIL, or correct lines and aliases in the config';
  return [warn('agents', `the config names agents that were not added: ${strangers.join(', ')}`, todo)];
}

function lastWebhook(at: number | null, now: number): Finding {
  const todo =
    "look in Allo under Settings → Webhooks: is it there, switched on, and leads it here? Allo's Test button sends one";
  if (at === null) return warn('webhooks', 'none has come yet', todo);
  const hours = Math.floor((now - at) / HOUR_MS);
  const found = `the newest came ${hours === 0 ? 'within the last hour' : `${hours} h ago`}`;
  return now - at > QUIET_MS ? warn('webhooks', found, todo) : ok('webhooks', found);
}
