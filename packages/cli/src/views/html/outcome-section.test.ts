import type { Report } from '@waybill/core';
import { expect, test } from 'vitest';
import { sampleReport } from '../../testing/sample-report.ts';
import { renderOutcome } from './outcome-section.ts';

const report = await sampleReport();

function headings(shown: Report): readonly (string | undefined)[] {
  return [...renderOutcome(shown).text.matchAll(/<h3>([^<]*)<\/h3>/g)].map(([, title]) => title);
}

test('outcomes that are unknown have a heading of their own before failures, and only where there are some', () => {
  const units = report.units.map((unit, at) => (at === 0 ? { ...unit, state: 'unknown' as const } : unit));
  expect(headings({ ...report, units }).slice(0, 2)).toEqual(['Outcome unknown', 'Failures by cause']);
  expect(headings(report)).not.toContain('Outcome unknown');
});

test('a report in which nothing failed says so, and one of unknown outcomes alone does not', () => {
  const settled = report.units.map((unit) => ({ ...unit, state: 'succeeded' as const }));
  expect(renderOutcome({ ...report, units: settled }).text).toContain('Nothing failed.');
  const unknown = settled.map((unit, at) => (at === 0 ? { ...unit, state: 'unknown' as const } : unit));
  const text = renderOutcome({ ...report, units: unknown }).text;
  expect(text).toContain('Waybill sends nothing more for these units until an operator has decided.');
  expect(text).not.toContain('Nothing failed.');
});

test('what a copy is without is counted, whether it is documents or keys', () => {
  const named = [{ what: 'missing', id: 'lost' }];
  const units = report.units.map((unit, at) => (at === 0 ? { ...unit, omitted: { count: 1_200, named } } : unit));
  expect(renderOutcome({ ...report, units }).text).toMatch(
    />1,200 left out<\/span> <b>1,200 missing: lost, and 1,199 more</,
  );
});
