/** What a result of Allo's says, whichever way the call went. */
export type Outcome = 'spoke' | 'voicemail' | 'transferred' | 'blocked' | 'failed' | 'noAnswer' | 'unknown';

/**
 * The results that Allo documents for `call.completed`, and those of its other documents.
 * Sources: https://help.withallo.com/en/v2/api-reference/webhooks/event-catalog (the first six), and Allo's OpenAPI
 * description (calls, the power dialler's `routing_result`).
 */
const OUTCOMES: ReadonlyMap<string, Outcome> = new Map([
  ['ANSWERED', 'spoke'],
  ['VOICEMAIL', 'voicemail'],
  ['TRANSFERRED_AI', 'transferred'],
  ['TRANSFERRED_EXTERNAL', 'transferred'],
  ['BLOCKED', 'blocked'],
  ['FAILED', 'failed'],
  ['RECEIVED', 'spoke'],
  ['CLOSED', 'spoke'],
  ['NOT_IN_SERVICE', 'failed'],
  ['NETWORK_ERROR', 'failed'],
]);

/** Results are an open set, and documents and practice differ about its members: the rest is read by its words. */
const WORDS: readonly (readonly [words: RegExp, outcome: Outcome])[] = [
  [/(?:TRANSFER|FORWARD)\w*_FAILED|NOT_CONNECTED/, 'failed'],
  [
    /MISSED|NO_?ANSWER|UNANSWERED|NOT_ANSWERED|TIMED?_?OUT|BUSY|DECLINED|REJECTED|UNAVAILABLE|UNREACHABLE/,
    'noAnswer',
  ],
  // The caller gave up, be it in the voice menu: nobody spoke to them.
  [/ABANDON|CANCEL|^(?:IVR|MENU|CALLER)_?HANG_?UP|BEFORE_ANSWER|NO_VOICE_?MAIL/, 'noAnswer'],
  // Nobody was there to pick up.
  [/(?:OUTSIDE|OUT_OF|AFTER)_(?:\w+_)?HOURS|DO_NOT_DISTURB|^DND$|OFFLINE/, 'noAnswer'],
  [/VOICE_?MAIL|BY_MACHINE$/, 'voicemail'],
  [/(?:^|_)AI(?:_|$)|(?:^|_)TRANSFER|FORWARDED/, 'transferred'],
  [/(?:^|_)ANSWERED|^(?:COMPLETED|CONNECTED)$/, 'spoke'],
  [/(?:^|_)BLOCKED|BLACKLISTED/, 'blocked'],
  [/^FAIL|ERROR|CONGESTION|INVALID_NUMBER/, 'failed'],
];

/** What a result says, in any case and however its words are joined. */
export function outcomeOf(result: string | null): Outcome {
  const word = (result ?? '')
    .trim()
    .toUpperCase()
    .replaceAll(/[\s-]+/g, '_');
  return OUTCOMES.get(word) ?? WORDS.find(([words]) => words.test(word))?.[1] ?? 'unknown';
}
