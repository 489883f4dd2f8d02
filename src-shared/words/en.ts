import type { ActionResult, PairProblem } from '../ipc/contract.ts';
import type { Phase } from '../calls/phase.ts';
import { pluralIn } from './plural.ts';

const plural = pluralIn('en');

type Failure = Extract<ActionResult, { ok: false }>['reason'];

const phase: Record<Phase, string> = {
  ringing: 'Ringing',
  dialling: 'Dialling',
  quiet: 'No longer ringing?',
  answered: 'Answered',
  over: 'Call over',
  completed: 'Completed',
  missed: 'Missed',
  voicemail: 'Voicemail',
  blocked: 'Blocked',
  failed: 'Failed',
  transferred: 'Transferred',
  ended: 'Ended',
};

const couldNotOpen: Record<Failure, string> = {
  'no-link': 'Nothing to open: no CRM is set',
  gone: 'That call is gone',
  failed: 'Could not open the browser',
};

const couldNotCall: Record<Failure, string> = {
  'no-link': 'There is no number to call',
  gone: 'That call is gone',
  failed: 'Could not start the call',
};

const pairProblem: Record<PairProblem, string> = {
  'not-a-link':
    'That is not a pairing link. It starts with ringside://pair. Copy the whole line that your admin sent.',
  insecure:
    'That link leads to a relay without encryption, so nothing was sent. Ask your admin for a link to an https relay.',
  unreachable: 'The relay does not answer. Check your network or VPN, then try again.',
  expired: 'That link was used before or is over 15 minutes old. Ask your admin for a new one.',
  'too-many': 'Too many tries in a row. Wait a few minutes, then try again.',
  refused: 'The relay refused this link. Ask your admin for a new one.',
};

/**
 * Every word that a person reads, in English. Another language is one more file of this shape and its name in
 * `LANGUAGES`; a test finds what it lacks.
 */
export const en = {
  units: { hours: 'h', minutes: 'min', seconds: 's' },
  phase,
  hasIt: (who: string) => `${who} has it`,
  tookIt: (who: string) => `${who} took it`,
  youHaveIt: 'You have it',
  outbound: 'Outgoing call',
  notInContacts: 'Not in your contacts',
  numberWithheld: 'Number withheld',
  numberHidden: 'The caller hid their number',
  transferredTo: (who: string) => `Transferred to ${who}`,

  pin: 'Pin this card',
  unpin: 'Unpin this card',
  close: 'Close this card',
  more: 'More about this call',
  less: 'Less about this call',
  copyNumber: 'Copy number',
  numberCopied: 'Number copied',
  copySummary: 'Copy',
  copySummaryName: 'Copy summary',
  summaryCopied: 'Summary copied',
  copied: 'Copied',
  openIn: (crm: string) => `Open in ${crm}`,
  searchIn: (crm: string) => `Search in ${crm}`,
  yourCrm: 'your CRM',
  claim: 'I’ve got it',
  callBack: 'Call back',
  staysOpen: 'stays until you close it',
  couldNotOpen,
  couldNotCall,
  couldNotReach: 'That did not work. Try again.',

  openDeals: 'Open deals',
  noOpenDeals: 'No open deals',
  openOf: (open: number, all: number) => (open === all ? `${open}` : `${open} of ${all}`),
  closedDeals: (count: number) => `+${count} closed`,
  showAll: (count: number) => `Show all ${count}`,
  showFewer: 'Show fewer',
  closes: (day: string) => `closes ${day}`,
  dueToday: 'due today',
  due: (ago: string) => `due ${ago}`,

  summary: 'Summary',
  summaryPending: 'Summary pending. It appears here by itself.',
  tags: 'Tags',

  recording: 'Recording',
  play: 'Play',
  pause: 'Pause',
  tryAgain: 'Try again',
  recordingFailed: 'The recording cannot be played. It may have expired at Allo.',
  position: 'Position',
  positionOf: (at: string, whole: string) => `${at} of ${whole}`,
  speed: (times: string) => `Speed ${times}`,

  moreCalls: (count: number) => plural(count, { one: '+1 more call', other: `+${count} more calls` }),
  cards: 'Calls',
  callFrom: (who: string) => `Call from ${who}`,
  openDealsCount: (count: number) => plural(count, { one: '1 open deal', other: `${count} open deals` }),

  product: 'Ringside',
  promise: 'See who is calling, and what is at stake, before you pick up.',
  pairLabel: 'Pairing link',
  pairPlaceholder: 'ringside://pair?relay=…',
  pairHint: 'Your admin sends you this link. It works once, for 15 minutes.',
  pair: 'Pair',
  pairing: 'Pairing…',
  pairProblem,
  revoked: (relay: string) =>
    `Your admin removed this computer from ${relay}. Nothing arrives here until it is paired again.`,

  unpaired: 'Not paired',
  connecting: 'Connecting…',
  live: 'Connected',
  reconnecting: (since: string) => `Reconnecting since ${since}`,
  offlineNote: (relay: string, since: string) =>
    `No connection to ${relay} since ${since}. Your history still works; calls that come in meanwhile are listed here as soon as the relay answers.`,
  historyInMemory: 'History is kept in memory only: this system has no keychain.',
  memoryNote: 'No keychain on this system: pair again after a restart.',
  room: { calls: 'Calls', activity: 'Activity', settings: 'Settings' },
  missedCount: (count: number) => `${count} missed`,
  noCalls: 'No calls yet. Ringside shows the next one here.',

  displayNumber: (number: number) => `Display ${number}`,

  tray: {
    liveAs: (agent: string) => `Connected as ${agent}`,
    connecting: 'Connecting…',
    reconnecting: (since: string) => `Reconnecting since ${since}`,
    unpaired: 'Not paired yet',
    revoked: 'Access was taken away: pair again',
    ringing: 'ringing',
    calls: 'Calls…',
    pair: 'Pair this computer…',
    quit: 'Quit',
  },
};

export type Words = typeof en;
