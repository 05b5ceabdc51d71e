import { describe, expect, it } from 'vitest';
import { ANSWER_SHAPES, DATA_SHAPES } from './answer-shapes.ts';
import { guardMembers } from './provider-defect.ts';

const options = { alias: 'acme', stopping: new AbortController().signal };

/** Answers that are none of their kind. The members that may give nothing are asked with the others only. */
const RUBBISH: readonly unknown[] = [undefined, null, 42, 'rubbish', [1], { kind: 'nonsense', steps: [{}] }];
const MAY_BE_ABSENT = /^(operation\.(completion|problems)|kind\.usage|job\.expectedWork|probe|observeBefore)$/;
/** Any object, or any text, is valid there as far as the engine needs it. */
const LOOSE =
  /^(operation\.(mark|describe)|kind\.(optionsMeaning|describe)|comparison\.unseen|job\.runSlice|observeBefore|poll\.scope)$/;

/** Any number from 0 is valid there. */
const NUMBERS = /^job\.differenceCount$/;

function split(place: string): readonly [string, string] {
  const dot = place.indexOf('.');
  return [place.slice(0, dot + 1), place.slice(dot + 1)];
}

describe.each(Object.keys(ANSWER_SHAPES))('%s', (place) => {
  const [prefix, name] = split(place);
  const rubbish = RUBBISH.filter((answer) => answer !== undefined || !MAY_BE_ABSENT.test(place))
    .filter((answer) => !LOOSE.test(place) || typeof answer === 'number' || answer === null)
    .map((answer) => (answer === 42 && NUMBERS.test(place) ? -1 : answer));

  it('refuses an answer of another shape, at once or as a promise, and shows no value of it', async () => {
    for (const answer of rubbish) {
      const guard = guardMembers<Record<string, () => unknown>>({ [name]: () => answer }, prefix, options);
      expect(() => guard[name]?.()).toThrow(`Provider acme breaks its contract in ${place}: expected a`);
      const later = guardMembers<Record<string, () => unknown>>({ [name]: async () => answer }, prefix, options);
      // Where the answer is used at once, a promise is refused at once.
      await expect((async () => await later[name]?.())()).rejects.toMatchObject({
        code: 'PROVIDER_DEFECT',
        message: expect.not.stringContaining('nonsense'),
      });
    }
  });

  it('refuses a member that is no function, and takes one that is absent', () => {
    const guard = guardMembers<Record<string, unknown>>({ [name]: 42 }, prefix, options);
    expect(() => guard[name]).toThrow(`in ${place}: expected a function, found a number`);
    expect(guardMembers<Record<string, unknown>>({}, prefix, options)[name]).toBeUndefined();
  });
});

it.each(Object.keys(DATA_SHAPES))('refuses data of another shape: %s', (place) => {
  const [prefix, name] = split(place);
  for (const value of [null, Symbol('none')]) {
    const guard = guardMembers<Record<string, unknown>>({ [name]: value }, prefix, options);
    expect(() => guard[name]).toThrow(`Provider acme breaks its contract in ${place}: expected a`);
  }
});

it.each([{ done: -1 }, { done: 1, total: 'many' }, { done: 1, total: Number.NaN }, { of: 7, done: 1 }])(
  'refuses work of a task that no view can show: %o',
  (counts) => {
    const verdict = { kind: 'pending', status: 'RUNNING', work: { of: 'documents', ...counts } };
    const guard = guardMembers<Record<string, () => unknown>>({ judge: () => verdict }, 'poll.', options);
    expect(() => guard['judge']?.()).toThrow(/in poll\.judge: expected a (?:number, 0 or more|text) as `work\.\w+`/);
  },
);
