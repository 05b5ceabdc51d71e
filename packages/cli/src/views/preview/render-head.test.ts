import { styleText } from 'node:util';
import { expect, test } from 'vitest';
import { samplePreview } from '../../testing/sample-preview.ts';
import { type Style, UNICODE_SYMBOLS } from '../text/style.ts';
import { displayWidth } from '../text/visible-text.ts';
import { collectFacts } from './preview-facts.ts';
import { renderHead } from './render-head.ts';

test.each([60, 80, 120])('a long description is wrapped at %i columns, and only the name is bold', async (columns) => {
  const preview = await samplePreview();
  const style: Style = {
    columns,
    color: true,
    symbols: UNICODE_SYMBOLS,
    paint: (look, text) => (look === 'bold' ? styleText('bold', text, { validateStream: false }) : text),
  };
  const lines = renderHead(preview, collectFacts(preview), { style, listsUnits: true });
  const name = styleText('bold', 'shop-to-cloud', { validateStream: false });
  expect(lines[0]?.startsWith(`${name}: Move`)).toBe(true);
  for (const line of lines) expect([line, displayWidth(line) <= columns]).toEqual([line, true]);
  expect(lines.join(' ')).toContain('depend on them');
});

test('a state in which nothing was done is not said to hold anything', async () => {
  const preview = await samplePreview();
  const state = {
    runs: 0,
    steps_done: 0,
    steps_left: 9,
    is_same_plan: true,
    steps_kept: 0,
    steps_new: 9,
    accepted: [],
    changed: [],
    orphaned: [],
  };
  const style: Style = { columns: 80, color: false, symbols: UNICODE_SYMBOLS, paint: (_look, text) => text };
  const head = (runs: number): string =>
    renderHead({ ...preview, state: { ...state, runs } }, collectFacts(preview), { style, listsUnits: true }).join(
      '\n',
    );
  expect([head(0).includes('applied last'), head(1).includes('applied last')]).toEqual([false, true]);
});
