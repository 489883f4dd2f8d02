import type { Pot } from '../contract.ts';

/** What part of a pot is this relay's, while several ask the same CRM. Moments are of the clock that never jumps. */
export interface Share {
  /** How many there are, this one included. */
  readonly relays: number;
  /** Its part at `at`: from there it grows to its own. */
  readonly from: number;
  readonly at: number;
}

/** For whoever begins to ask. */
export function shareAmong(relays: number, now: number): Share {
  return { relays, from: 1 / relays, at: now };
}

/**
 * With so many from now on. A part shrinks at once and grows evenly over the pot's span: for as long what the one that has
 * gone had spent counts in the CRM.
 */
export function withRelays(share: Share, relays: number, { everyMs }: Pot, now: number): Share {
  if (relays === share.relays) return share;
  return { relays, from: Math.min(partOf(share, everyMs, now), 1 / relays), at: now };
}

/** Above 0, and never more than one of as many as there are. */
export function partOf({ relays, from, at }: Share, everyMs: number, now: number): number {
  const grown = Math.min(1, Math.max(0, (now - at) / everyMs));
  return from + (1 / relays - from) * grown;
}

/** Counts of questions that are whole but for rounding are whole. */
const ROUNDING = 1e-9;

/**
 * The part of the pot, in whole questions of its dearest kind, and never less than one.
 * @param rounded `down`: all parts together are no more than the pot, but for that one; `up`: a ring needs more than one,
 *   and of what a CRM allows in a moment a pot is about half
 */
export function partOfPot(pot: Pot, part: number, dearest: number, rounded: 'up' | 'down'): Pot {
  if (part >= 1) return pot;
  const questions = (pot.units * part) / dearest;
  const whole = rounded === 'up' ? Math.ceil(questions - ROUNDING) : Math.floor(questions + ROUNDING);
  return { ...pot, units: Math.min(pot.units, Math.max(1, whole) * dearest) };
}
