import { messageOf } from '../sql/errors.ts';
import { StoreFault, WRITING_LOCK, type FaultKind } from '../sql/sql.ts';

const LOCK_TIMEOUT = '55P03';
const CANCELLED = '57014';

/**
 * What is said of a code, to the admin. Anything else is told by its class.
 * Source: https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const CODES: Readonly<Record<string, readonly [FaultKind, string]>> = {
  '40001': ['conflict', 'others changed the same at the same moment'],
  '40P01': ['conflict', 'two transactions waited for each other'],
  // Another relay has changed the tables meanwhile, or a pooler gave the session to somebody else.
  '0A000': ['conflict', 'a prepared statement is out of date'],
  '26000': [
    'conflict',
    'a prepared statement is gone: a pooler before PostgreSQL must pool sessions, not transactions',
  ],
  '25006': ['unavailable', 'it takes no writes now: a standby, or a primary that became one'],
  '25P03': ['unavailable', 'the transaction waited too long for its relay'],
  '28000': ['unavailable', 'it does not let this user in (pg_hba.conf)'],
  '28P01': ['unavailable', 'it refuses the password, or there is none'],
  '3D000': ['unavailable', 'there is no such database on it'],
  '3F000': ['unavailable', 'there is no such schema in the database'],
  '42501': ['unavailable', 'this user may not do that: it must own the database, or its schema'],
  '53100': ['unavailable', 'its disk is full'],
  '53200': ['unavailable', 'it is out of memory'],
  '53300': [
    'unavailable',
    'it has no connection left (max_connections, or a CONNECTION LIMIT of user or database)',
  ],
  [LOCK_TIMEOUT]: ['unavailable', 'others hold a lock for too long'],
  [CANCELLED]: ['unavailable', 'a statement took too long'],
  '57P01': ['unavailable', 'it was stopped, or an admin ended the connection'],
  '57P02': ['unavailable', 'it crashed'],
  '57P03': ['unavailable', 'it is starting, stopping, or a standby that takes no connections'],
  '57P04': ['unavailable', 'the database was dropped'],
  '57P05': ['unavailable', 'the connection was idle for too long'],
  '58030': ['unavailable', 'its disk cannot be read or written'],
};

/** By the first two letters: connection, authorisation, resources, operator, system, configuration, internal. */
const UNAVAILABLE_CLASSES = new Set(['08', '28', '40', '53', '57', '58', 'F0', 'XX', '25', '3D', '3F']);

/** The server is well: others hold a lock for longer than is waited for it. */
export class LockTimeout extends StoreFault {
  /** Whether it is the one that every writer needs: somebody is alone with the journal. */
  readonly isOfEveryWriter: boolean;

  constructor(kind: FaultKind, message: string, statement = '') {
    super(kind, message);
    this.isOfEveryWriter = statement.includes(`advisory_xact_lock_shared(${WRITING_LOCK})`);
  }
}

/** The server is well, and has ended a statement that took longer than it may. */
export class StatementTimeout extends StoreFault {}

/** Says which connection it was: `db.example:5432`. */
export function faultOf(error: unknown, where: string, statement?: string): StoreFault {
  if (error instanceof StoreFault) return error;
  const code = codeOf(error);
  if (code === null) {
    return new StoreFault('unavailable', `PostgreSQL at ${where}: ${reasonOf(error)}`);
  }
  const [kind, why] = CODES[code] ?? [
    UNAVAILABLE_CLASSES.has(code.slice(0, 2)) ? 'unavailable' : 'refused',
    null,
  ];
  const message = `PostgreSQL at ${where}: ${why ?? unlisted(error, code, statement)} (${code})`;
  if (code === LOCK_TIMEOUT) return new LockTimeout(kind, message, statement);
  return code === CANCELLED ? new StatementTimeout(kind, message) : new StoreFault(kind, message);
}

/** Whether the connection is of no use any more, or not for this. */
export function endsConnection(error: unknown): boolean {
  const code = codeOf(error);
  return code === null || /^(08|57P|25006|25P03|0A000|26000|XX)/.test(code);
}

/** PostgreSQL's own code, of five letters; null: it did not say anything, or is not there. */
function codeOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  return /^[0-9A-Z]{5}$/.test(error.code) && 'severity' in error ? error.code : null;
}

/** Neither the message nor the details of what the server refused are told on: they may hold somebody's data. */
function unlisted(error: unknown, code: string, statement: string | undefined): string {
  const said =
    code.startsWith('42') || code.startsWith('XX') || code.startsWith('F0') ? messageOf(error) : 'refused';
  const named = ['table', 'column', 'constraint'].flatMap((what) => {
    const name = (error as Record<string, unknown>)[what];
    return typeof name === 'string' ? [`${what} ${name}`] : [];
  });
  const text =
    statement === undefined ? [] : [`in ${statement.replaceAll(/\s+/g, ' ').trim().slice(0, 120)}`];
  return [said, ...named, ...text].join(', ');
}

const UNKNOWN_AUTHORITY =
  'its certificate is signed by an authority that is not known here: give sslrootcert, or the right one';

const SYSTEM: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'its name cannot be looked up now',
  ECONNRESET: 'it broke off the connection',
  EPIPE: 'it broke off the connection',
  ETIMEDOUT: 'it does not answer',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
  ENOENT: 'there is no such socket',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself: give that one as sslrootcert',
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
};

/** What the library says, in our words where it would not help. */
const SPOKEN: readonly (readonly [RegExp, string])[] = [
  [/SCRAM-SERVER-FIRST-MESSAGE|password must be a string/i, 'it asks for a password, and there is none'],
  [
    /does not support SSL/i,
    'it speaks no TLS: sslmode=disable in the URL, if the network between is yours alone',
  ],
  [/timeout expired|timed? ?out|read timeout/i, 'it does not answer in time'],
  [/terminated|not queryable|connection error|was closed/i, 'the connection was lost'],
];

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = SYSTEM[code];
  if (known !== undefined) return `${known} (${code})`;
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  const message = messageOf(error);
  return SPOKEN.find(([pattern]) => pattern.test(message))?.[1] ?? message;
}
