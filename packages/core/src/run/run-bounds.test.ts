import { describe, expect, it } from 'vitest';
import { countUnits, endedRecord } from './run-bounds.ts';
import type { RunResult } from './run-result.ts';

const units = {
  total: 3,
  pending: 0,
  started: 0,
  active: 0,
  gated: 0,
  succeeded: 2,
  failed: 1,
  unknown: 0,
  skipped: 0,
} as RunResult['counts']['units'];
const counts = { units } as RunResult['counts'];

describe('countUnits', () => {
  it('names the statuses that units have, without their sum', () => {
    expect(countUnits({ counts })).toEqual({ succeeded: 2, failed: 1 });
  });
});

describe('endedRecord', () => {
  const result = { outcome: 'failed', counts, suspended: [], heldPlaces: [] } as const;

  it('leaves out what there is nothing to say of', () => {
    expect(endedRecord('run-1', result)).toEqual({
      kind: 'run.ended',
      run: 'run-1',
      outcome: 'failed',
      unitCounts: { succeeded: 2, failed: 1 },
    });
  });

  it('names suspended connections, held places and the reason of a stop', () => {
    const suspended = [{ provider: 'es', code: 'HTTP_401', message: 'refused' }];
    const stopReason = { kind: 'credentials', message: 'es refuses the credentials' } as const;
    const record = endedRecord('run-2', {
      ...result,
      suspended,
      heldPlaces: ['a'],
      stopReason,
    });
    expect(record).toMatchObject({ suspended, heldPlaces: ['a'], stopReason });
  });
});
