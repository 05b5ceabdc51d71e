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

it('a pause that held through a save is known to have held also where the replicas were pinged several times', () => {
  const seen = (atMs: number, position: ReturnType<typeof at>) => ({
    nodes: position.nodes.map((node) => ({ ...node, replicas: 1, at_ms: atMs })),
  });
  const judged = (offset: number) =>
    stillPaused.judge(seen(25_000, at(0, 2, offset)), {}, { position: seen(0, at(3, 1, 100)) });
  // Three polls of the lag take 25 seconds.
  expect([judged(128), judged(142)]).toMatchObject([{ kind: 'passed' }, { kind: 'passed' }]);
  expect(judged(156)).toMatchObject({ kind: 'failed', detail: expect.stringContaining('not known') });
});

it('one that did not is to be made once more, as the hint says', () => {
  const hint = expect.stringContaining('Retry the unit');
  expect(judge(at(4, 1, 140))).toMatchObject({ kind: 'failed', detail: expect.stringContaining('was written'), hint });
  expect(judge(at(0, 2, 140))).toMatchObject({ kind: 'failed', detail: expect.stringContaining('not known'), hint });
});
