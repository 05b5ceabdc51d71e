import type { Blueprint, BlueprintProblem, StepBlueprint } from './blueprint.ts';
import {
  a,
  allOf,
  anObject,
  flag,
  isFrom,
  listOf,
  type Misfit,
  oneOf,
  optional,
  type Shape,
  text,
  textList,
  withFields,
} from './shape.ts';
import { STEP_MODULES } from './steps/step-modules.ts';
import { hasNotedBegin } from './steps/step-traits.ts';

// An address is taken apart at its last dot.
const stepName = a('a name without a dot', (name) => typeof name === 'string' && name !== '' && !name.includes('.'));

const relies = withFields({
  on: text,
  forMs: a('a number of milliseconds above 0', (value) => isFrom(0, value) && value > 0),
  anew: optional(textList),
});
const base = {
  name: stepName,
  title: text,
  needs: optional(textList),
  formerly: optional(textList),
  repeats: optional(textList),
  always: optional(flag),
  connection: optional(text),
  relies: optional(relies),
};

/** A step by itself. */
const step = oneOf(
  'kind',
  Object.fromEntries(
    Object.entries(STEP_MODULES).map(([kind, { shape }]) => [kind, withFields({ ...base, ...shape })]),
  ),
  'kind of step',
);

/** Steps of a blueprint, or a part of one: what they need may be in another part. */
export const stepList: Shape = listOf('a list of steps', step);

export const problemList: Shape = listOf(
  'a list of problems',
  withFields({
    severity: a('a severity (error, warning)', (value) => value === 'error' || value === 'warning'),
    path: textList,
    summary: text,
    detail: text,
    hint: optional(text),
  }),
);

/** The steps of a unit, which may be none, and how they depend on each other. */
export const blueprint: Shape = allOf(
  withFields({
    steps: stepList,
    outputs: anObject,
    problems: optional(problemList),
    activity: optional(withFields({ opens: text, closes: text })),
  }),
  (value) => misfitOfOrder(value as Blueprint),
);

/** Of a kind: a unit without a step would count as done, unless the plan is refused anyway. */
export const wholeBlueprint: Shape = allOf(blueprint, (value) => {
  const { steps, problems = [] } = value as Blueprint;
  const isRefused = problems.some(({ severity }: BlueprintProblem) => severity === 'error');
  return steps.length > 0 || isRefused ? undefined : { at: 'steps', expected: 'a list with a step', found: steps };
});

export const derivedBlueprint: Shape = withFields({ blueprint, impact: anObject });

/** Steps come after those that they need, and each name leads to one of them. */
function misfitOfOrder({ steps, activity }: Blueprint): Misfit | undefined {
  const earlier = new Map<string, StepBlueprint>();
  for (const [index, one] of steps.entries()) {
    const misfit = misfitOfStep(one, earlier);
    if (misfit !== undefined) return { ...misfit, at: `steps[${index}].${misfit.at}` };
    earlier.set(one.name, one);
  }
  return misfitOfFormerNames(steps) ?? misfitOfActivity(activity, earlier);
}

function misfitOfStep(one: StepBlueprint, earlier: ReadonlyMap<string, StepBlueprint>): Misfit | undefined {
  if (earlier.has(one.name))
    return { at: 'name', expected: 'a name that no other step of the unit has', ...named(one.name) };
  const later = one.needs?.find((need) => !earlier.has(need));
  if (later !== undefined) return { at: 'needs', expected: 'a list of steps before it', ...named(later) };
  return one.relies === undefined ? undefined : misfitOfReliance(one, one.relies, earlier);
}

function misfitOfReliance(
  { repeats = [] }: StepBlueprint,
  { on, anew = repeats }: { readonly on: string; readonly anew?: readonly string[] },
  earlier: ReadonlyMap<string, StepBlueprint>,
): Misfit | undefined {
  const relied = earlier.get(on);
  if (relied === undefined || !anew.includes(on))
    return { at: 'relies.on', expected: 'an earlier step that is repeated with it', ...named(on) };
  return hasNotedBegin(relied) ? undefined : { at: 'relies.on', expected: 'a call, a check or own work', ...named(on) };
}

/** An old name leads to one step, and to none of the present ones: a record of it would be of both. */
function misfitOfFormerNames(steps: readonly StepBlueprint[]): Misfit | undefined {
  if (steps.every(({ formerly }) => formerly === undefined)) return undefined;
  const taken = new Set(steps.map(({ name }) => name));
  for (const [index, { formerly = [] }] of steps.entries())
    for (const old of formerly) {
      if (taken.has(old))
        return { at: `steps[${index}].formerly`, expected: 'a name that no other step has or had', ...named(old) };
      taken.add(old);
    }
  return undefined;
}

function misfitOfActivity(
  activity: Blueprint['activity'],
  steps: ReadonlyMap<string, StepBlueprint>,
): Misfit | undefined {
  for (const end of ['opens', 'closes'] as const) {
    const name = activity?.[end];
    if (name !== undefined && !steps.has(name))
      return { at: `activity.${end}`, expected: 'a step of the unit', ...named(name) };
  }
  return undefined;
}

/** Names of steps are shown everywhere. */
function named(name: string): Pick<Misfit, 'found' | 'name'> {
  return { found: name, name };
}
