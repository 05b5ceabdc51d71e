import { expect, it } from 'vitest';
import { renderHeldBack } from './render-held-back.ts';
import { createStyle } from './style.ts';

const STYLE = createStyle({ isTTY: false, size: () => ({ columns: 300, rows: 50 }), write: () => {} }, {}, {});

it('says for each policy how many steps it kept from starting, and why', () => {
  const held = [
    { policy: 'waves', detail: 'm[a] of the first wave failed', steps: 2 },
    { policy: 'windows', detail: 'nothing starts before 22:00', steps: 1 },
  ];
  expect(renderHeldBack(held, STYLE)).toEqual([
    '  held back by waves: 2 steps; m[a] of the first wave failed',
    '  held back by windows: 1 step; nothing starts before 22:00',
  ]);
  expect(renderHeldBack(undefined, STYLE)).toEqual([]);
});
