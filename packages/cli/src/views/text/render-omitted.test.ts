import { expect, it } from 'vitest';
import { renderOmitted } from './render-omitted.ts';
import { createStyle } from './style.ts';

const STYLE = createStyle({ isTTY: false, size: () => ({ columns: 300, rows: 50 }), write: () => {} }, {}, {});
const named = [{ what: 'missing', id: 'lost' }];

it('what a plan allows, and what clients may have written, are apart', () => {
  const lines = renderOmitted(
    [
      { unit: 'a', count: 1, named },
      { unit: 'b', count: 3, named, written: true },
    ],
    STYLE,
  );
  const text = lines.join('\n');
  expect(text).toMatch(/as the plan allows\n.*a: 1 missing: lost\n/);
  expect(text).toMatch(
    /accepted because clients had written to the copy\n.*b: 3 missing: lost, and 2 more\n.*--differences/,
  );
  expect(renderOmitted(undefined, STYLE)).toEqual([]);
});
