import { expect, it } from 'vitest';
import { renderHeldTimes } from './render-held-times.ts';
import { createStyle } from './style.ts';

const STYLE = createStyle({ isTTY: false, size: () => ({ columns: 300, rows: 50 }), write: () => {} }, {}, {});

it('how long others waited is shown as both parts', () => {
  const held = {
    step: 'u.pause',
    sent: 'u.exchange',
    own_ms: 2_000,
    job_ms: 800,
    ended_at: '2026-01-01T00:00:00.000Z',
  };
  expect(renderHeldTimes([held], STYLE).join('\n')).toMatch(
    /Was frozen\n +u\.pause: for 3s in all: 2s until u\.exchange was sent, then 800ms until its job had ended/,
  );
  expect(renderHeldTimes(undefined, STYLE)).toEqual([]);
});
