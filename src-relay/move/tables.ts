/** A table as it is moved: every column, under the same name on both engines. */
export interface MovedTable {
  readonly name: string;
  /** By these its rows are in the same order on both engines. */
  readonly key: readonly string[];
  readonly columns: readonly string[];
  /** Columns that SQLite has no row for, and what says them there. */
  readonly computed?: Readonly<Record<string, string>>;
  /** Its ids are given out by a counter, and none twice. */
  readonly isNumbered?: true;
  /** A new database has its one row already. */
  readonly isSeeded?: true;
}

/**
 * Every table of the journal, those before that others refer to. What is of the relay that ran, and not of the journal, stays
 * behind: where it listened and when it last probed the disk.
 */
export const MOVED_TABLES: readonly MovedTable[] = [
  {
    name: 'journal',
    key: ['one'],
    columns: [
      'one',
      'epoch',
      'directory_version',
      'first_seq',
      'is_within_limits',
      'has_numbers_of_today',
      'forgettings',
    ],
    isSeeded: true,
  },
  { name: 'erasing_key', key: ['one'], columns: ['one', 'key'], isSeeded: true },
  {
    name: 'agent',
    key: ['id'],
    columns: [
      'id',
      'email',
      'name',
      'floor',
      'added_at',
      'erasures',
      'origin',
      'named_by',
      'blocked_at',
      'head',
    ],
    computed: { head: '(SELECT head FROM sequence WHERE sequence.agent = agent.id)' },
    isNumbered: true,
  },
  { name: 'alias', key: ['address'], columns: ['address', 'agent', 'origin'] },
  { name: 'line', key: ['number', 'agent'], columns: ['number', 'agent', 'origin'] },
  {
    name: 'device',
    key: ['id'],
    columns: ['id', 'agent', 'name', 'token_hash', 'added_at', 'seen_at', 'acked'],
  },
  { name: 'pairing', key: ['code_hash'], columns: ['code_hash', 'agent', 'expires_at'] },
  { name: 'webhook', key: ['id'], columns: ['id', 'received_at'] },
  {
    name: 'event',
    key: ['id'],
    columns: ['id', 'webhook_id', 'topic', 'call', 'about', 'occurred_at', 'received_at', 'data', 'reduced'],
    isNumbered: true,
  },
  {
    name: 'sighting',
    key: ['event'],
    columns: ['event', 'from_tail', 'to_tail', 'started_at', 'allo_call', 'body'],
  },
  { name: 'delivery', key: ['agent', 'seq'], columns: ['agent', 'seq', 'event', 'at'] },
  { name: 'claim', key: ['call'], columns: ['call', 'agent', 'at'] },
  { name: 'released', key: ['call'], columns: ['call', 'agent', 'at'] },
  {
    name: 'quarantine',
    key: ['id'],
    columns: ['id', 'webhook_id', 'received_at', 'reason', 'body', 'event'],
    isNumbered: true,
  },
  {
    name: 'past_call',
    key: ['call'],
    columns: ['call', 'tail', 'e164', 'started_at', 'heard_at', 'direction', 'crm_id'],
  },
  { name: 'text_message', key: ['event'], columns: ['event', 'tail', 'e164', 'sent_at'] },
  {
    name: 'contact',
    key: ['id'],
    columns: ['id', 'first_name', 'last_name', 'company', 'emails', 'changed_at', 'seen_at'],
  },
  { name: 'contact_number', key: ['tail', 'e164', 'contact'], columns: ['contact', 'tail', 'e164'] },
  { name: 'memory', key: ['event'], columns: ['event', 'oldest', 'body'] },
  { name: 'erased', key: ['hash'], columns: ['hash', 'at', 'until'] },
  { name: 'forgetting', key: ['id'], columns: ['id', 'sought', 'done', 'upto'], isNumbered: true },
  { name: 'transfer', key: ['event'], columns: ['event', 'original'] },
  {
    name: 'crm_found',
    key: ['party', 'account'],
    columns: [
      'party',
      'account',
      'tail',
      'facts',
      'contact',
      'is_lead',
      'company',
      'company_of',
      'deals',
      'seen_at',
      'checked_at',
    ],
  },
  { name: 'allo_user', key: ['id'], columns: ['id', 'agent'] },
  { name: 'allo_line', key: ['number'], columns: ['number', 'name'] },
  { name: 'kept_off', key: ['who', 'what'], columns: ['who', 'what', 'agent'] },
  {
    name: 'allo_sync',
    key: ['one'],
    columns: ['one', 'asked_at', 'whole_at', 'failing_since', 'trouble'],
  },
  { name: 'lookup', key: ['call'], columns: ['call', 'heard_at', 'tries', 'due_at'] },
  {
    name: 'recovery',
    key: ['one'],
    columns: ['one', 'looked_up_to', 'gap_from', 'gap_to', 'gap_reads', 'failing_since', 'trouble'],
    isSeeded: true,
  },
  {
    name: 'computer_group',
    key: ['id'],
    columns: [
      'id',
      'name',
      'token_hash',
      'everybody',
      'most',
      'approves',
      'added_at',
      'expires_at',
      'used_at',
      'revoked_at',
    ],
    isNumbered: true,
  },
  { name: 'group_agent', key: ['grp', 'agent'], columns: ['grp', 'agent'] },
  { name: 'group_device', key: ['device'], columns: ['device', 'grp', 'computer_hash'] },
  {
    name: 'waiting_computer',
    key: ['id'],
    columns: ['id', 'grp', 'agent', 'computer_hash', 'name', 'asked_at', 'approved_at'],
  },
  { name: 'ended_computer', key: ['computer_hash'], columns: ['computer_hash', 'at'] },
];
