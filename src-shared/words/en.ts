import type { TestCallProblem, Verdict } from '../activity/activity.ts';
import type { Topic } from '../allo/events.ts';
import type { ActionResult, PairProblem } from '../ipc/contract.ts';
import type { Phase } from '../calls/phase.ts';
import type { PreferenceName } from '../preferences/preferences.ts';
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

const couldNotClaim: Record<Failure, string> = {
  'no-link': 'That call is gone',
  gone: 'That call is gone',
  failed: 'No connection: your colleagues would not hear of it. Try again once connected.',
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

const testCallProblem: Record<TestCallProblem, string> = {
  offline:
    'There is no connection to the relay, so no call can come through. Try again once it says Connected.',
  unsupported:
    'This relay is too old for test calls. Ask your admin to update it. Real calls are not affected.',
  'no-secret':
    'The relay has no webhook secret yet, so calls cannot reach it. Ask your admin to finish its set-up.',
  'not-ready':
    'The relay cannot take calls right now. Try again in a minute; tell your admin if it stays that way.',
  'too-many': 'Too many test calls in a row. Wait a minute, then try again.',
  'timed-out': 'The test call did not come through in time. Check your network, then try again.',
  suppressed:
    'The call came through, but cards are off right now: do not disturb, quiet hours, or a locked screen.',
};

const verdict: Record<Exclude<Verdict['kind'], 'late'>, string> = {
  popped: 'Card shown',
  updated: 'Card updated',
  filed: 'Added to the history',
  overtaken: 'The call was already answered or over',
  duplicate: 'Duplicate: seen before',
  dismissed: 'You had closed its card',
  'line-muted': 'This line is muted',
  'outbound-off': 'Cards for outgoing calls are off',
  snoozed: 'Do not disturb was on',
  'quiet-hours': 'Quiet hours',
  away: 'Screen locked or computer asleep',
  unreadable: 'Could not be read',
};

/** The topics of Allo's webhooks, as people would say them. */
const topic: Record<Topic, string> = {
  'call.received': 'Incoming call rings',
  'call.triggered': 'Outgoing call starts',
  'call.answered': 'Call answered',
  'call.completed': 'Call completed',
  'tag.added': 'Tag added',
  'tag.removed': 'Tag removed',
  'sms.received': 'Text message received',
  'sms.sent': 'Text message sent',
  'contact.created': 'Contact created',
  'contact.updated': 'Contact changed',
  'summary.updated': 'Summary ready',
};

const unavailable: Partial<Record<PreferenceName, string>> = {
  corner: 'This desktop places windows by itself.',
  display: 'This desktop places windows by itself.',
  hideFromCapture: 'This system cannot leave a window out of screen sharing.',
  launchAtLogin: 'This system does not let Ringside start by itself.',
  summonShortcut: 'This desktop gives apps no shortcuts of their own.',
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
  couldNotClaim,
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
  recordingProblem: {
    gone: 'The recording is not there any more.',
    forbidden: 'Allo does not give this recording out.',
    offline: 'The recording cannot be reached. Check your network, then try again.',
    failed: 'The recording cannot be played.',
  },
  position: 'Position',
  positionOf: (at: string, whole: string) => `${at} of ${whole}`,
  speed: (times: string) => `Speed ${times}`,

  card: {
    transferredFrom: (who: string) => `Transferred from ${who}`,
    test: 'Test call: nobody is waiting',
    calledTimes: (count: number) => `called ${count} times`,
    timeThere: (time: string) => `${time} there`,
    firstCall: 'First call from this number',
    firstCallTo: 'First call to this number',
    noRecentCall: 'No call in the last 30 days',
    lastTime: 'Last time',
    you: 'you',
    quoted: (text: string) => `“${text}”`,
    callsBefore: (count: number) =>
      plural(count, { one: '1 call in 30 days', other: `${count} calls in 30 days` }),
    lastSms: 'Text message',
    smsSent: 'Text message sent',
    noSummary: 'No summary so far. Should one come, it appears here.',
    menu: 'Voice menu',
    collected: 'Collected',
    transcript: 'Transcript',
    details: 'Details',
    note: 'Note',
    notePlaceholder: 'Only you see this',
    noteSaving: 'Saving…',
    noteSaved: 'Saved',
    noteFailed: 'Not saved',
    summonedBy: {
      topDeal: 'open top deal',
      claim: 'I’ve got it',
      note: 'note',
      back: 'back to work',
    },
    whileAway: 'While you were away',
    whileAwayWas: (what: string) => `While you were away: ${what}`,
    awaySince: (when: string) => `since ${when}`,
    missed: (count: number) => plural(count, { one: '1 missed call', other: `${count} missed calls` }),
    voicemails: (count: number) => plural(count, { one: '1 voicemail', other: `${count} voicemails` }),
    otherCalls: (count: number) => plural(count, { one: '1 other call', other: `${count} other calls` }),
    messages: (count: number) => plural(count, { one: '1 message', other: `${count} messages` }),
    showDigest: 'Show',
    dismissDigest: 'Dismiss',
  },

  moreCalls: (count: number) => plural(count, { one: '+1 more call', other: `+${count} more calls` }),
  cards: 'Calls',
  callFrom: (who: string) => `Call from ${who}`,
  openDealsCount: (count: number) => plural(count, { one: '1 open deal', other: `${count} open deals` }),

  product: 'Ringside',
  promise: 'See who is calling, and what is at stake, before you pick up.',
  pairLabel: 'Pairing link',
  pairPlaceholder: 'ringside://pair?relay=…',
  pairHint: 'Your admin sends you this link: click it, or paste it here. It works once, for 15 minutes.',
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
  nothingKept:
    'No keychain on this system: history is kept in memory only, and a restart asks you to pair again.',
  memoryNote: 'No keychain on this system: pair again after a restart.',
  room: { calls: 'Calls', activity: 'Activity', settings: 'Settings' },
  missedCount: (count: number) => `${count} missed`,

  displayNumber: (number: number) => `Display ${number}`,
  testCall: {
    title: 'Test call',
    about: 'Goes the whole way, like a real call: through the relay to a card on this screen.',
    play: 'Play a test call',
    again: 'Play it again',
    running: 'On its way…',
    stage: {
      verifiedMs: 'Checked by the relay',
      committedMs: 'Written down by the relay',
      arrivedMs: 'Reached this computer',
      paintedMs: 'Card on screen',
    },
    ms: (ms: string) => `${ms} ms`,
    notYet: 'not yet',
    total: (ms: string) => `${ms} ms from your click to the card`,
    problem: testCallProblem,
  },

  proof: {
    connected: 'You are connected',
    joining: 'Paired. Connecting…',
    as: (agent: string, relay: string) => `As ${agent}, at ${relay}`,
    prove: 'See what happens when somebody calls.',
    seen: 'That card in the corner is how a call looks. You can close this window: Ringside stays in the tray.',
    later: 'Skip',
    done: 'Open Ringside',
  },

  topic,
  otherEvent: 'Something new',
  activity: {
    about: 'The last 200 events: what Ringside did with each, and why.',
    verdict,
    late: (by: string) => `Late by ${by}: history only`,
    onlyWithout: 'Only those without a card',
    copy: 'Copy for support',
    copyHint: 'Without names, numbers or addresses',
    empty: 'Nothing has arrived yet',
    emptyHint: 'Every event of a call is listed here, with what was done about it and why. Try a test call.',
    noneWithout: 'Nothing here went without a card',
    test: 'Test',
    today: 'Today',
  },

  history: {
    search: 'Search calls',
    searchHint: 'Search names, numbers, words',
    clearSearch: 'Clear the search',
    filters: 'Show only',
    filter: {
      missed: 'Missed',
      voicemail: 'Voicemail',
      outbound: 'Outgoing',
      deal: 'Deal',
      mine: 'Mine',
    },
    clearAll: 'Clear all',
    clearFilters: 'Clear the filters',
    callCount: (count: number) => plural(count, { one: '1 call', other: `${count} calls` }),
    callsFound: (count: number) => plural(count, { one: '1 call found', other: `${count} calls found` }),
    list: 'Calls by day',
    noAnswer: 'No answer',
    inbound: 'Incoming call',
    calledTimes: (count: number, from: string, to: string) => `called ${count} times, ${from}–${to}`,
    showEarlier: 'Show the earlier calls',
    hideEarlier: 'Hide the earlier calls',
    hasNote: 'Has a note',
    hasDeal: 'Has an open deal',
    foundInside: 'Found in what was said or noted',
    emptyTitle: 'No calls yet',
    emptyText: 'The next call is listed here by itself. A test call shows you now how that looks.',
    toTestCall: 'Play a test call',
    nothingFound: 'Nothing found',
    nothingWith: (typed: string) => `No call has “${typed}”.`,
    nothingAmong: (filters: string) => `Shown only: ${filters}.`,
    loading: 'Loading the calls…',
    failed: 'The history could not be read.',
    partlyFailed: 'Some older calls could not be read.',
    choose: 'Choose a call to read it here',
    chooseHint: 'Arrow keys move through the calls, Enter opens one, / searches.',
    back: 'Back to the calls',
    takeIt: 'I’ll take it',
    showCard: 'Show its card',
    gone: 'This call is not kept any more.',
    detailFailed: 'This call could not be read.',
    callWith: (who: string) => `Call with ${who}`,

    transcript: 'Transcript',
    copyTranscript: 'Copy transcript',
    transcriptCopied: 'Transcript copied',
    agent: 'Agent',
    caller: 'Caller',
    someone: 'Somebody',
    find: 'Find in the transcript',
    findCount: (at: number, all: number) => `${at} of ${all}`,
    findNone: 'None',
    findNext: 'Next',
    findPrevious: 'Previous',
    playFrom: (at: string) => `Play from ${at}`,

    messages: 'Text messages',
    received: 'Received',
    sent: 'Sent',
    sentBy: (who: string) => `Sent by ${who}`,

    timeline: 'What happened',
    cameLate: (by: string) => `came ${by} late`,
  },

  settings: {
    byAdmin: 'Set by your admin',
    unavailable,
    notHere: 'Not available on this system.',
    on: 'On',
    off: 'Off',

    computer: 'This computer',
    account: 'Account',
    relay: 'Relay',
    device: 'Device',
    deviceHint: 'The name your admin sees',
    pairingKept: 'Pairing',
    inKeychain: 'Kept in the system’s keychain',
    inMemory: 'Kept until Ringside quits: this system has no keychain',
    byEnvironment: 'Set by your organisation',
    forget: 'Forget this pairing…',
    forgetTitle: 'Forget this pairing?',
    forgetText:
      'Calls stop arriving on this computer. Its history, your notes and the pairing are erased from it at once. What the relay keeps stays there. To pair again you need a new link from your admin.',
    forgetYes: 'Forget and erase',
    forgetNo: 'Keep it',
    forgetFailed: 'The pairing could not be forgotten. Try again.',
    version: (version: string) => `Ringside ${version}`,

    cards: 'Cards',
    corner: 'Corner',
    cornerHint: 'Where cards appear',
    corners: {
      'top-left': 'Top left',
      'top-right': 'Top right',
      'bottom-left': 'Bottom left',
      'bottom-right': 'Bottom right',
    },
    display: 'Display',
    displayPointer: 'The one with the pointer',
    displayPrimary: 'The primary one',
    displayGone: 'A display that is not connected',
    primaryNamed: (name: string) => `${name} (primary)`,
    outboundCards: 'Cards for outgoing calls',
    outboundCardsHint: 'Show a card for the calls that you dial',
    mutedLines: 'Lines that ring here',
    mutedLinesHint: 'The others go to the history without a card',
    noLines: 'Your admin has named no lines: all of them ring.',
    hideFromCapture: 'Hide from screen sharing',
    hideFromCaptureHint: 'Others do not see the card when you share your screen',
    crm: 'CRM',
    crmSet: (name: string) => `Names and deals open in ${name}`,
    crmNone: 'None set: names and deals cannot be clicked until your admin sets one.',

    soundTitle: 'Sound',
    sound: 'Ringtone',
    soundHint: 'Silent while you are on a call',
    sounds: { off: 'No sound', chime: 'Chime', marimba: 'Marimba', pulse: 'Pulse' },
    volume: 'Volume',
    hear: 'Listen',
    stop: 'Stop',

    quiet: 'Quiet times',
    snooze: 'Do not disturb',
    snoozeHint: 'No cards, no sound; missed calls are counted',
    snoozes: { half: '30 minutes', hour: '1 hour', tomorrow: 'Until tomorrow' },
    snoozedUntil: (when: string) => `On until ${when}`,
    snoozeEnd: 'Turn off',
    quietHours: 'Quiet hours',
    quietHoursHint: 'Do not disturb, every week at these times',
    from: 'From',
    to: 'To',
    nextDay: 'the next day',
    days: 'Days',

    notifications: 'Notifications',
    notifyMissed: 'Missed calls',
    notifySms: 'Text messages',

    look: 'Language and look',
    language: 'Language',
    languageSystem: 'As the system',
    theme: 'Theme',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },

    keyboard: 'Keyboard',
    shortcut: 'Go to the newest card',
    shortcutHint: 'Works in every program. Then Enter or a digit opens a deal, Esc goes back.',
    spaceBar: 'Space',
    shortcutNone: 'None',
    shortcutChange: 'Change',
    shortcutClear: 'Remove',
    shortcutPress: 'Press the new keys, Esc to cancel',
    shortcutNeedsModifier: 'Use at least Ctrl, Alt or Cmd with another key',
    shortcutRefused: 'Another program holds these keys. Choose others.',

    storage: 'History and start',
    historyDays: 'Keep the history for',
    historyDaysHint: 'Older calls are erased from this computer',
    dayCount: (days: number) => plural(days, { one: `${days} day`, other: `${days} days` }),
    launchAtLogin: 'Start with the computer',
  },

  notice: {
    missed: (who: string) => `Missed call from ${who}`,
    calledTimes: (count: number, last: string) =>
      plural(count, { one: `called at ${last}`, other: `called ${count} times, last at ${last}` }),
    text: (who: string) => `Message from ${who}`,
  },

  tray: {
    tooltip: (said: string) => `Ringside: ${said}`,
    liveAs: (agent: string) => `Connected as ${agent}`,
    connecting: 'Connecting…',
    reconnecting: (since: string) => `Reconnecting since ${since}`,
    unpaired: 'Not paired yet',
    revoked: 'Access was taken away: pair again',
    ringing: 'ringing',
    calls: 'Calls…',
    pair: 'Pair this computer…',
    snooze: 'Do not disturb',
    snoozedUntil: (when: string) => `Do not disturb until ${when}`,
    quietHours: 'Quiet hours',
    missed: (count: number) => plural(count, { one: '1 missed call', other: `${count} missed calls` }),
    callAt: (who: string, when: string) => `${who}, ${when}`,
    missedAt: (who: string, when: string) => `${who}, missed at ${when}`,
    activity: 'Activity…',
    settings: 'Settings…',
    testCall: 'Test call',
    quit: 'Quit',
  },
};

export type Words = typeof en;
