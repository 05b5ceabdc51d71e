import { expect, it } from 'vitest';
import { stillPaused } from './positions.ts';

const at = (changes: number, savedAt: number, offset: number) => ({
  nodes: [{ node: 'a', run_id: 'p', changes, saved_at: savedAt, offset, has_offset: true }],
});
const judge = (now: ReturnType<typeof at>) => stillPaused.judge(now, {}, { position: at(3, 1, 100) });

it('a pause that held lets the exchange follow, also where a replica was pinged or the server was saved', () => {
  expect(judge(at(3, 1, 100))).toMatchObject({ kind: 'passed' });
  expect(judge(at(3, 1, 114))).toMatchObject({ kind: 'passed' });
  expect(judge(at(0, 2, 114))).toMatchObject({ kind: 'passed' });
});

it('one that did not is to be made once more, as the hint says', () => {
  const hint = expect.stringContaining('Retry the unit');
  expect(judge(at(4, 1, 140))).toMatchObject({ kind: 'failed', detail: expect.stringContaining('was written'), hint });
  expect(judge(at(0, 2, 140))).toMatchObject({ kind: 'failed', detail: expect.stringContaining('not known'), hint });
});
