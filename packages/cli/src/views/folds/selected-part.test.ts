import { describe, expect, test } from 'vitest';
import { samplePreview } from '../../testing/sample-preview.ts';
import { buildUnitIndex } from '../html/build-unit-index.ts';
import { renderHtml } from '../html/render-html.ts';
import { renderMarkdown } from '../preview/render-markdown.ts';
import { renderPreview } from '../preview/render-preview.ts';
import { ASCII_SYMBOLS, type Style } from '../text/style.ts';
import { selectedPart } from './selected-part.ts';

const whole = await samplePreview();
const pilot = await samplePreview(undefined, { target: ['orders[orders-2024-q1]'], isOffline: true });
const isPilot = ({ left_out: isLeftOut }: { readonly left_out?: true }): boolean => isLeftOut !== true;

test('a preview without a selection is its own part', () => {
  expect(selectedPart(whole)).toBe(whole);
});

test('the part has the selected units, and counts them alone', () => {
  const part = selectedPart(pilot);
  expect(part.units).toEqual(pilot.units.filter(isPilot));
  expect(part.units.length).toBeLessThan(pilot.units.length);
  for (const { units, example } of part.migrations)
    expect([units > 0, part.units.map(({ address }) => address)]).toEqual([true, expect.arrayContaining([example])]);
  const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);
  const steps = sum(part.units.map((unit) => unit.steps.length));
  const { checks, effects, gates, waits, jobs = 0 } = part.totals;
  expect(part.totals).toMatchObject({ units: part.units.length, steps, migrations: part.migrations.length });
  expect(checks + effects + gates + waits + jobs).toBe(steps);
  for (const counted of [part.migrations, part.levels])
    expect(sum(counted.map(({ units }) => units))).toBe(part.units.length);
  expect([part.digest, part.binding]).toEqual([pilot.digest, pilot.binding]);
  expect(selectedPart(part)).toBe(part);
});

describe('every view of a pilot shows what is approved, and nothing else as if it were', () => {
  const style: Style = { color: false, symbols: ASCII_SYMBOLS, columns: 200, paint: (_look, text) => text };
  const options = { nextSteps: [], listsUnits: false, showsRequests: false, isConcise: false };
  const others = pilot.units.filter((unit) => !isPilot(unit)).map(({ address }) => address);

  test.each([
    ['text', [...renderPreview(pilot, { ...options, style })].join('')],
    ['markdown', renderMarkdown(pilot, { nextSteps: [], maxBytes: 60_000 })],
    ['html', [...renderHtml(pilot, { nextSteps: [] })].join('').replaceAll(/<script[\s\S]*?<\/script>/g, '')],
  ])('%s', (_view, text) => {
    for (const address of others) expect([address, text.includes(address)]).toEqual([address, false]);
    expect(text).toContain('orders-2024-q1');
    expect(text).toContain('--target orders[orders-2024-q1]');
    expect(text).toContain('3 to do');
    expect(text).not.toMatch(/\d gates? stops?/);
  });

  test('and the table of the page marks the others', () => {
    const { states, stateAt } = buildUnitIndex(pilot, undefined, 200);
    const shown = stateAt.map((at) => states[at]);
    expect(shown.filter((state) => state === 'left out')).toHaveLength(others.length);
    expect(shown.filter((state) => state === 'pending')).toHaveLength(pilot.units.length - others.length);
  });
});
