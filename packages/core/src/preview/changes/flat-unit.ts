import { defined } from '../../value/defined.ts';
import type { Json, JsonObject } from '../../value/value.ts';
import type { PreviewPlace, PreviewStep, PreviewUnit } from '../preview.ts';

/**
 * A unit with its steps and facts by their names, and without its address: so that a step more does not make others of all
 * that come after it, and a unit at another address is the same. What checks answered, the simulated times and whether the
 * unit is selected are left out.
 */
export function flatUnit(unit: PreviewUnit): JsonObject {
  const {
    address,
    migration: _migration,
    formerly: _formerly,
    simulated: _simulated,
    left_out: _left,
    from,
    to,
    steps,
    ...rest
  } = unit;
  return {
    ...rest,
    ...defined({
      from: from && flatPlace(from),
      to: to && flatPlace(to),
    }),
    step_order: steps.map(({ name }) => name),
    steps: Object.fromEntries(steps.map((step) => [step.name, flatStep(step, address)])),
  };
}

function flatPlace({ facts, ...rest }: PreviewPlace): JsonObject {
  const names = uniqueNames(facts.map(({ name }) => name));
  return {
    ...rest,
    fact_order: names,
    facts: Object.fromEntries(facts.map(({ value }, at): [string, Json] => [names[at] ?? '', value])),
  };
}

function flatStep(
  { address: _address, name: _name, finding: _finding, ...rest }: PreviewStep,
  unit: string,
): JsonObject {
  const needs = rest.needs.map((need) => (need.startsWith(`${unit}.`) ? need.slice(unit.length + 1) : need));
  return { ...rest, needs } as unknown as JsonObject;
}

/** `address`, `address#2`: a kind may give two facts one name. */
function uniqueNames(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}#${count}`;
  });
}
