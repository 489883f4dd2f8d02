/** What a result says beyond the phase that it makes, as far as we have words for it. */
export type StatedResult =
  | 'assistant'
  | 'external'
  | 'menuHangup'
  | 'hangup'
  | 'busy'
  | 'declined'
  | 'unavailable'
  | 'notInService'
  | 'network';

/**
 * Allo's results beyond the six that it documents for webhooks are told by its REST API and its dialler: an open set, read by
 * their words. Source: https://help.withallo.com/openapi.json
 */
const TOLD: readonly (readonly [RegExp, StatedResult])[] = [
  // Whoever makes the voice: TRANSFERRED_AI, TRANSFERRED_BLAND, TRANSFERRED_ELEVEN_LABS.
  [/^(?:(?:ANSWERED|HANDLED)_BY_)?AI(?:_(?:AGENT|ANSWERED|HANDLED))?$/, 'assistant'],
  [/^TRANSFERRED_(?:AI|BLAND|ELEVEN_?LABS|ASSISTANT|AGENT|BOT)\b/, 'assistant'],
  [/^TRANSFERRED_EXTERNAL\b/, 'external'],
  [/^(?:IVR|MENU)_?HANG_?UP$/, 'menuHangup'],
  [/^(?:CALLER_)?HANG_?UP$/, 'hangup'],
  [/^(?:USER_|CALLEE_|LINE_)?BUSY$/, 'busy'],
  [/^(?:CALL_)?(?:DECLINED|REJECTED)$/, 'declined'],
  [/^(?:CALLEE_)?(?:TEMPORARILY_)?UNAVAILABLE$/, 'unavailable'],
  [/^(?:NUMBER_)?NOT_IN_SERVICE$/, 'notInService'],
  [/^NETWORK_(?:ERROR|FAILURE)$/, 'network'],
];

/** Null: nothing that we have words for. */
export function statedResult(result: string | null): StatedResult | null {
  const word =
    result
      ?.trim()
      .toUpperCase()
      .replaceAll(/[\s-]+/g, '_') ?? '';
  return TOLD.find(([pattern]) => pattern.test(word))?.[1] ?? null;
}

/** An assistant that is no person took the call. */
export function isByAssistant(result: string | null): boolean {
  return statedResult(result) === 'assistant';
}
