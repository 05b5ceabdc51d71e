import { describe, expect, test } from 'vitest';
import { samplePreview } from '../../testing/sample-preview.ts';
import { sampleReport } from '../../testing/sample-report.ts';
import { buildTimeline } from './build-timeline.ts';

const preview = await samplePreview();
const report = await sampleReport();

describe('a timeline', () => {
  test('has every unit that was simulated, in the lane of its migration', () => {
    const { lanes, endsMs } = buildTimeline(preview, undefined);
    expect(lanes.map(({ name, planned }) => [name, planned.length])).toEqual([
      ['archives', 4],
      ['sessions', 4],
      ['rankings', 2],
      ['products', 5],
      ['logs', 8],
      ['orders', 12],
      ['audit', 2],
    ]);
    expect(endsMs).toBe(preview.schedule?.p50_ms);
  });

  test('of a report takes no room for the night between two runs', () => {
    const { lanes, endsMs, runStarts } = buildTimeline(report.preview, report);
    expect(endsMs).toBe(report.totals.running_ms);
    const [first, second] = report.runs;
    expect(runStarts).toEqual([
      { run: 'run-2', atMs: Date.parse(first?.ended_at ?? '') - Date.parse(first?.started_at ?? '') },
    ]);
    expect(Date.parse(second?.started_at ?? '') - Date.parse(first?.started_at ?? '')).toBeGreaterThan(endsMs);
    const waiting = lanes.flatMap(({ actual }) => actual).find(({ state }) => state === 'gated');
    expect(waiting?.endsMs).toBe(endsMs);
  });

  test('of very many migrations has few lanes, and still every unit', () => {
    const many = Array.from({ length: 300 }, (_, at) => `m${at}`);
    const [unit] = preview.units;
    if (unit === undefined) throw new Error('the sample has units');
    const { lanes } = buildTimeline(
      { ...preview, units: many.map((migration) => ({ ...unit, address: migration, migration })) },
      undefined,
    );
    expect(lanes).toHaveLength(40);
    expect(lanes.reduce((sum, { planned }) => sum + planned.length, 0)).toBe(300);
  });
});
