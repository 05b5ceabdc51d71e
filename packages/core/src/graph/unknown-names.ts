import { shorten } from '../diagnostics/shorten.ts';
import type { Migration } from '../plan/plan.ts';
import type { Blueprint, StepBlueprint } from '../provider/blueprint.ts';
import type { Provider } from '../provider/provider.ts';
import { ProviderDefectError, StepBreach } from '../provider/provider-defect.ts';
import { nameOfProvider } from '../provider/provider-name.ts';
import type { NamedStep } from '../provider/steps/step-module.ts';
import { moduleOf } from '../provider/steps/step-modules.ts';
import { collectReferences, type Value } from '../value/value.ts';

/**
 * Asks of every step that a unit's steps and outputs name whether the unit has it: a value of a step that does not exist would be
 * sent as `null`, and a hold that no step lifts would stay.
 *
 * @throws ProviderDefectError for the first that does not exist
 */
export function refuseUnknownNames(
  { steps, outputs, activity }: Blueprint,
  { recipe }: Pick<Migration, 'recipe'>,
  provider: Provider,
): void {
  const known = new Set(steps.map(({ name }) => name));
  const named = [
    ...steps.flatMap((step) => namesIn(step).map((one) => ({ ...one, of: `the step \`${step.name}\`` }))),
    ...referredIn(Object.values(outputs)).map((one) => ({ ...one, of: 'an output' })),
    ...referredIn(activity?.target ?? null).map((one) => ({ ...one, of: 'the activity' })),
  ];
  const unknown = named.find(({ name }) => !known.has(name));
  if (unknown === undefined) return;
  const { of, at, name } = unknown;
  const breach = new StepBreach(`${of} names \`${shorten(name)}\` in ${at}, which is no step of the unit`);
  throw new ProviderDefectError(nameOfProvider(provider), `the steps of ${recipe}`, breach);
}

function namesIn(step: StepBlueprint): readonly NamedStep[] {
  const module = moduleOf(step);
  const repeated = (step.repeats ?? []).map((name) => ({ at: 'repeats', name }));
  return [...repeated, ...module.namesOf(step), ...referredIn(module.valuesOf(step))];
}

function referredIn(value: Value): readonly NamedStep[] {
  return collectReferences(value).flatMap((reference) => {
    const [root, name = ''] = reference.path;
    return root === 'steps' ? [{ at: `\`${reference}\``, name }] : [];
  });
}
