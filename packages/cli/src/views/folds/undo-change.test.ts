import fc from 'fast-check';
import { expect, test } from 'vitest';
import { goBack, keepChange, undoChange } from './undo-change.ts';

const NEW = 'http://new.example';
const moved = (what: string, before: string, after: string) => ({ provider: 'cache', what, before, after });
const context = (...given: readonly string[]) => ({ file: 'p.yaml', flags: { var: given } });

test('a variable that leads elsewhere is given back what the last run had, and the others stay', () => {
  const endpoint = moved('endpoint', 'http://old.example', NEW);
  expect(undoChange(context(`ep=${NEW}/`, 'size=3'), { moved: [endpoint], hasChanged: false })).toEqual({
    command: 'waybill resume p.yaml --var ep=http://old.example --var size=3',
    why: 'with what the last run had (endpoint of cache was http://old.example)',
  });
});

test('what no variable explains is named, to be undone where it was changed', () => {
  const rest = [moved('region', 'eu-de', 'eu-nl')];
  expect(undoChange(context('size=3'), { moved: rest, hasChanged: false })).toEqual({
    command: 'waybill resume p.yaml --var size=3',
    why: 'after undoing the change in the plan or in the values of its inputs (region of cache was eu-de)',
  });
  const { why } = undoChange(context(`ep=${NEW}`), { moved: [moved('endpoint', 'x', NEW), ...rest], hasChanged: true });
  expect(why).toContain('with what the last run had (endpoint of cache was x), after undoing the change');
});

test('a value that led to two places before is left as it is', () => {
  const two = [moved('endpoint', 'http://a', NEW), moved('iam_endpoint', 'http://b', NEW)];
  expect(undoChange(context(`ep=${NEW}`), { moved: two, hasChanged: false }).command).toContain(NEW);
});

test('a variable that the change came by is never proposed again', () => {
  const word = fc.stringMatching(/^[a-z]{1,8}$/);
  fc.assert(
    fc.property(word, word, fc.array(word), (before, after, others) => {
      fc.pre(before !== after);
      const given = [...others.map((other) => `o=${other}`), `ep=${after}`];
      const change = { moved: [moved('endpoint', before, after)], hasChanged: false };
      const { command } = undoChange(context(...given), change);
      expect(command).not.toContain(`ep=${after} `);
      expect(command.endsWith(`--var ep=${before}`)).toBe(true);
    }),
  );
});

test('keeping the change says what it means for a connection', () => {
  expect(keepChange(context(), { hasMoved: true }).why).toContain('the new place, which must know them');
  expect(keepChange(context(), { hasMoved: false }).why).toBe('leave those steps as they were done, and continue');
});

test('going back gives the variable its earlier value, names the rest, and accepts that it is a change again', () => {
  const [endpoint, region] = [moved('endpoint', 'http://old.example', NEW), moved('region', 'eu-de', 'eu-nl')];
  expect(goBack(context(`ep=${NEW}`), [endpoint])).toEqual({
    command: 'waybill resume p.yaml --retry-failed --keep-changed --var ep=http://old.example',
    why: 'continue where the remote tasks are known, with what it had before (endpoint of cache was http://old.example)',
  });
  expect(goBack(context(), [region])).toEqual({
    command: 'waybill resume p.yaml --retry-failed --keep-changed',
    why: 'continue where the remote tasks are known, after undoing the change in the plan or in the values of its inputs (region of cache was eu-de)',
  });
});
