import { expect, it } from 'vitest';
import { describeHeldTime, renderHeldTimes } from './render-held-times.ts';
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
    /Was frozen\n +u\.pause: for 2\.8s in total: 2s until u\.exchange was sent, then 0\.8s until its job had ended/,
  );
  expect(renderHeldTimes(undefined, STYLE)).toEqual([]);
});

it.each([
  [120, 300, '420ms', '120ms', '300ms'],
  [2_040, 840, '2.9s', '2s', '0.9s'],
  [10_400, 10_400, '21s', '10s', '11s'],
  [150_000, 30_000, '3m', '2m 30s', '30s'],
] as const)('the parts of %i and %i ms add up as they are shown', (ownMs, jobMs, all, own, job) => {
  const text = describeHeldTime({ step: 'u.pause', sent: 'u.exchange', own_ms: ownMs, job_ms: jobMs, ended_at: '' });
  expect(text).toBe(
    `u.pause: for ${all} in total: ${own} until u.exchange was sent, then ${job} until its job had ended`,
  );
});
