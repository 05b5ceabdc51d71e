import { describe, expect, test } from 'vitest';
import { golden } from '../../testing/golden.ts';
import { sampleChanges, withoutChanges } from '../../testing/sample-changes.ts';
import { ASCII_SYMBOLS, type Style, UNICODE_SYMBOLS } from '../text/style.ts';
import { displayWidth } from '../text/visible-text.ts';
import { renderChangeList, renderChanges } from './render-changes.ts';

const style = (columns: number): Style => ({
  columns,
  color: false,
  symbols: UNICODE_SYMBOLS,
  paint: (_look, text) => text,
});

describe.each([60, 120])('at %i columns', (columns) => {
  const lines = renderChanges(sampleChanges, { style: style(columns), nextSteps: [] });

  test('every kind of change is shown as the golden file has it', () => {
    const text = `${lines.join('\n')}\n`;
    expect(golden(`changes-at-${columns}-columns.txt`, text)).toBe(text);
  });

  test('no line is wider', () => {
    for (const line of lines) expect([line, displayWidth(line) <= columns]).toEqual([line, true]);
  });
});

test('forty units of which the same changed are one item', () => {
  const text = renderChanges(sampleChanges, { style: style(100), nextSteps: [] }).join('\n');
  expect(text.match(/elasticsearch-a/g)).toHaveLength(1);
  expect(text).toContain('40 units of orders[*]');
});

test('nothing is said in one line, and an ASCII terminal gets ASCII', () => {
  expect(renderChangeList(withoutChanges, style(80))).toEqual(['Nothing differs.']);
  const ascii = renderChanges(sampleChanges, { style: { ...style(80), symbols: ASCII_SYMBOLS }, nextSteps: [] });
  expect(ascii.join('\n')).toMatch(/^[ -~\n]*$/);
});
