import type { ReportUnit } from '@waybill/core';
import { expect, test } from 'vitest';
import { sampleReport } from '../../testing/sample-report.ts';
import { buildUnitIndex } from './build-unit-index.ts';

test('what comparisons found is named once for all units of a report, and of units without one nothing is', async () => {
  const report = await sampleReport();
  const at = '2026-01-01T00:00:00.000Z';
  const verified: readonly ReportUnit['verified'][] = [
    { result: 'equal', level: 'digest', at },
    { result: 'different', at },
    { result: 'equal', level: 'digest', at },
  ];
  const units = report.units.map(({ verified: _own, ...unit }, position): ReportUnit => {
    const own = verified[position];
    return own === undefined ? unit : { ...unit, verified: own };
  });
  const index = buildUnitIndex(report.preview, { ...report, units }, 50);
  expect(index.comparisons).toEqual(['equal by digest', 'different']);
  expect(index.comparedAt.slice(0, 4)).toEqual([0, 1, 0, -1]);
  expect(index.comparedAt).toHaveLength(report.units.length);
  expect(buildUnitIndex(report.preview, undefined, 50).comparisons).toEqual([]);
});
