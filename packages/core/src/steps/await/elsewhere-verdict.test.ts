import fc from 'fast-check';
import { expect, it } from 'vitest';
import { elsewhereVerdict } from './elsewhere-verdict.ts';

const change = (what: string) => ({ provider: 'cache', what, before: `${what}-old`, after: `${what}-new` });

it('names the tasks and both places, leaves the place taken, and is no end of a task', () => {
  const word = fc.stringMatching(/^[a-z]{3,8}$/);
  fc.assert(
    fc.property(fc.uniqueArray(word), fc.uniqueArray(word, { minLength: 1, maxLength: 3 }), (taskIds, names) => {
      const verdict = elsewhereVerdict({ taskIds, moved: names.map(change) });
      expect(verdict).toMatchObject({ kind: 'failed', isStillRunning: true, isFinal: false });
      const text = verdict.kind === 'failed' ? verdict.reason : '';
      for (const id of taskIds) expect(text).toContain(id);
      for (const name of names) expect(text).toMatch(new RegExp(`${name} was ${name}-old.*${name} is ${name}-new`));
    }),
  );
});

it('reads as a sentence, for one task, for several, and where no id is known', () => {
  const moved = [change('region')];
  const end = 'created through cache where region was region-old. Where it leads now (region is region-new) nothing of';
  const reasonOf = (...taskIds: readonly string[]) => elsewhereVerdict({ taskIds, moved });
  expect(reasonOf('t1')).toMatchObject({ reason: `The remote task t1 was ${end} that id is known.` });
  expect(reasonOf('t1', 't2')).toMatchObject({ reason: `Remote tasks t1, t2 were ${end} these ids is known.` });
  expect(reasonOf()).toMatchObject({ reason: `The remote task was ${end} it is known.` });
});
