import { type Comparison, type JsonObject, Reference, type StepBlueprint } from '@waybill/core';
import { COMPARE_KEYS } from '../jobs/compare-keys.ts';
import { type Compared, jobStep, positionsOf, readingOptions } from './compared-steps.ts';

/** How far the copy was written before its address changed: what differs later may have been written since. */
export function noteSidesStep({ source, target }: Compared): StepBlueprint {
  return {
    kind: 'check',
    name: 'note-sides',
    title: 'which server is which',
    ...positionsOf({ at: target, beside: source }),
    check: 'sides-noted',
  };
}

/** From here on each connection leads to the server of the other one. */
export function movedSteps(compared: Compared): readonly StepBlueprint[] {
  const { source, target, level } = compared;
  const noted = (side: string): Reference => new Reference(['steps', 'note-sides', 'outputs', side]);
  const swapped = { ...compared, source: target, target: source };
  const compareMoved = jobStep(swapped, {
    name: 'compare-moved',
    title: 'at the new addresses, both sides have the same keys',
    job: COMPARE_KEYS,
    arguments: { ...readingOptions(compared), since: noted('copy') },
  });
  return [
    {
      kind: 'check',
      name: 'check-moved',
      title: 'the address of the source leads to the copy',
      ...positionsOf({ at: source, beside: target }),
      check: 'sides-moved',
      expect: { copy: noted('copy'), source: noted('source') },
    },
    ...(level === 'counts' ? [] : [compareMoved]),
  ];
}

/**
 * For a move back, by where each side is now. Nothing of it keeps anybody from moving back: keys are named, whatever differs.
 * `noted`: which server was which.
 */
export function movedBackSteps(compared: Compared, noted: JsonObject): ReturnType<NonNullable<Comparison['moved']>> {
  const { source, target, level } = compared;
  const [copy, first] = [noted['copy'] ?? null, noted['source'] ?? null];
  return {
    before: [
      {
        kind: 'check',
        name: 'count-written',
        title: 'how much was written to the copy since it took the address of the source',
        ...positionsOf({ at: target, beside: source }),
        check: 'writes-shown',
        expect: { copy },
      },
      jobStep(
        { ...compared, level: level === 'counts' ? 'keys' : level },
        {
          name: 'name-written',
          title: 'the keys that differ, among them what was written to the copy since then',
          job: COMPARE_KEYS,
          arguments: { ...readingOptions(compared), rounds: 0, only_names: true },
        },
      ),
    ],
    after: [
      {
        kind: 'check',
        name: 'check-moved-back',
        title: 'each address leads to its own side again',
        ...positionsOf({ at: target, beside: source }),
        check: 'sides-moved',
        expect: { copy: first, source: copy, is_back: true },
      },
    ],
  };
}
