import type { Database } from '../sql/sql.ts';
import { agentVerbs, type AgentVerbs } from './agents.ts';
import { eventVerbs, type EventVerbs } from './events.ts';
import { forgetVerb, type ForgetVerb } from './forget.ts';
import { renewEpoch, type Offline, type Renewed } from './restored.ts';
import { quarantineVerbs, type QuarantineRetry, type QuarantineVerbs } from './quarantine.ts';
import { deviceVerbs, type DeviceVerbs } from './devices.ts';
import { groupVerbs, type GroupVerbs } from './groups.ts';
import { syncVerbs, type SyncVerbs } from './sync.ts';

/**
 * What an admin does with the journal, beside relays that may be running: each verb is one transaction, or short ones.
 * The command line knows these, and no database.
 */
export interface Admin {
  readonly agents: AgentVerbs;
  readonly events: EventVerbs;
  readonly quarantine: QuarantineVerbs;
  readonly forget: ForgetVerb;
  /** After the journal went back in time. @throws JournalError when a relay runs */
  restored(): Promise<Renewed>;
  readonly devices: DeviceVerbs;
  readonly groups: GroupVerbs;
  readonly directorySync: SyncVerbs;
  close(): Promise<void>;
}

/** What each engine does in its own way. */
export interface EngineVerbs {
  readonly retryQuarantine: QuarantineRetry;
  readonly offline: Offline;
}

/** The verbs on an open database. */
export function adminOf(database: Database, engine: EngineVerbs): Admin {
  return {
    agents: agentVerbs(database),
    events: eventVerbs(database),
    quarantine: quarantineVerbs(database, engine.retryQuarantine),
    forget: forgetVerb(database),
    restored: () => renewEpoch(engine.offline),
    devices: deviceVerbs(database),
    groups: groupVerbs(database),
    directorySync: syncVerbs(database),
    close: () => database.close(),
  };
}
