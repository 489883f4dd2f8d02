import type { DeviceId } from '../sql/ids.ts';
import { allowance, type Allowance, type Rate } from './allowance.ts';

/** What one device may do, over all its sockets and however often it reconnects. */
export interface DeviceRates {
  /** Frames of every kind, control frames among them; a long one counts as several. */
  readonly frames: Rate;
  /** Frames that are written to the journal: claims and releases. */
  readonly writes: Rate;
  /** Upgrades, each of which may begin with a replay. */
  readonly upgrades: Rate;
}

export type DeviceBudget = { readonly [K in keyof DeviceRates]: Allowance };

export interface DeviceBudgets {
  of(device: DeviceId): DeviceBudget;
  /** The device has gone: what it owes stays, and nothing is kept of one that owes nothing. */
  left(device: DeviceId): void;
}

/** Above this many, those who may do all again are forgotten. */
const MANY = 1000;

/** @param elapsed ms on a clock that never jumps */
export function deviceBudgets(rates: DeviceRates, elapsed: () => number): DeviceBudgets {
  const budgets = new Map<DeviceId, DeviceBudget>();
  const isFull = ({ frames, writes, upgrades }: DeviceBudget): boolean =>
    frames.isFull() && writes.isFull() && upgrades.isFull();
  return {
    of(device) {
      const known = budgets.get(device);
      if (known !== undefined) return known;
      const fresh = {
        frames: allowance(rates.frames, elapsed),
        writes: allowance(rates.writes, elapsed),
        upgrades: allowance(rates.upgrades, elapsed),
      };
      budgets.set(device, fresh);
      return fresh;
    },
    left(device) {
      if (budgets.size <= MANY) return;
      const own = budgets.get(device);
      if (own !== undefined && isFull(own)) budgets.delete(device);
    },
  };
}
