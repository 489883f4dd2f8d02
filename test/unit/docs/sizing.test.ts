import { describe, expect, it, test } from 'vitest';
import { COSTS, sizeOf, TEAM } from '../../../scripts/docs/sizing.ts';
import { page } from './pages.ts';

const TEAMS = [1, 10, 50, 500, 5000, 20_000, 100_000, 1_000_000];

describe('the size of a team', () => {
  it.each(TEAMS)('of %i agents lets one relay be gone', (agents) => {
    const { relays, sockets, peakEvents } = sizeOf(agents);
    expect(relays).toBeGreaterThanOrEqual(2);
    expect(sockets * (relays - 1)).toBeGreaterThanOrEqual(agents);
    expect(sockets).toBeLessThanOrEqual(TEAM.socketsPerRelay);
    expect((peakEvents * COSTS.relayUs) / 1e6).toBeLessThanOrEqual((relays - 1) * TEAM.coreShare);
  });

  it('needs nothing less of anything with more agents', () => {
    const sizes = TEAMS.map(sizeOf);
    for (const what of [
      'relays',
      'relayMb',
      'postgresCores',
      'connections',
      'tableGb',
      'notifications',
    ] as const)
      expect(sizes.map((size) => size[what])).toEqual(
        sizes.map((size) => size[what]).toSorted((a, b) => a - b),
      );
  });
});

test('the sums that docs/sizing.md shows are those of its table', () => {
  const { text } = page('docs/sizing.md');
  const { peakEvents, tableGb, walGbPerDay } = sizeOf(5000);
  const shown = (value: number): string => value.toLocaleString('en', { maximumSignificantDigits: 3 });
  for (const sum of [peakEvents, tableGb, walGbPerDay]) expect(text).toContain(`= **${shown(sum)}`);
});
