import fc from 'fast-check';
import { expect, it } from 'vitest';
import { roundTime } from './round-time.ts';

const limits = { inFlight: 4, requests: { count: 100, intervalMs: 1_000 } };

it.each([
  ['one call for all', [['List', 1]], limits, 200, 100],
  ['pages, one after another', [['List', 3]], limits, 600, 100],
  [
    'a call for each task, all at once',
    [
      ['List', 1],
      ['Show', 4],
    ],
    limits,
    400,
    300,
  ],
  [
    'more than may be in flight',
    [
      ['List', 1],
      ['Show', 9],
    ],
    limits,
    800,
    700,
  ],
  [
    'more than the rate allows',
    [
      ['List', 1],
      ['Show', 4],
    ],
    { ...limits, requests: { count: 1, intervalMs: 1_000 } },
    3_200,
    3_100,
  ],
  ['no calls that are known', [], limits, 200, 100],
] as const)('a round of %s', (_, calls, { inFlight, requests }, roundMs, shownBeforeMs) => {
  const callsOfRound = () => calls.map(([operation, count]) => ({ operation, calls: count }));
  expect(roundTime({ callsOfRound }, ['done'], { callMs: 200, limits: { inFlight, requests } })).toEqual({
    roundMs,
    shownBeforeMs,
  });
});

it('shows what was while its list was asked', () => {
  fc.assert(
    fc.property(
      fc.nat(20),
      fc.nat(50),
      fc.integer({ min: 1, max: 8 }),
      fc.nat(5_000),
      (pages, details, inFlight, callMs) => {
        const callsOfRound = () => [
          { operation: 'List', calls: pages },
          { operation: 'Show', calls: details },
        ];
        const round = roundTime({ callsOfRound }, [], { callMs, limits: { ...limits, inFlight } });
        expect(round.shownBeforeMs).toBeLessThanOrEqual(round.roundMs);
        expect(round.roundMs - round.shownBeforeMs).toBeGreaterThanOrEqual(callMs / 2);
      },
    ),
  );
});
