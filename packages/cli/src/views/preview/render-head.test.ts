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
