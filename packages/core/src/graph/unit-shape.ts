import { assertInvariant } from '../errors.ts';
import type { Activity } from '../provider/blueprint.ts';
import type { StepCall } from '../provider/steps/step-module.ts';
import type { Step, StepKind } from '../provider/steps/step-modules.ts';
import { beginsCutover, callsOf } from '../provider/steps/step-traits.ts';

/** What of a step is the same in most units of a migration: no address, no arguments, no texts. */
export interface StepShape {
  readonly name: string;
  readonly kind: StepKind;
  readonly provider: string;
  /** What it sends, each with the alias of its connection. */
  readonly calls: readonly StepCall[];
  /** Places of the steps that it needs. */
  readonly needs: readonly number[];
  readonly always: boolean;
  readonly isUrgent: boolean;
  /** The cut-over of its unit begins with it, unless it has begun before. */
  readonly beginsCutover: boolean;
  /** By how much its height is less than that of its unit. */
  readonly below: number;
}

/** The steps of a unit in their order, and the span of its remote task. */
export interface UnitShape {
  readonly steps: readonly StepShape[];
  /** By name of the step. */
  readonly places: ReadonlyMap<string, number>;
  readonly activity: ActivityShape | undefined;
}

type ActivityShape = Pick<Activity, 'opens' | 'closes'> & { readonly connection: string };

/** The shape of a step, by its present address, without building it. */
export function shapeAt(
  { unitsByAddress }: { readonly unitsByAddress: ReadonlyMap<string, { readonly shape: UnitShape }> },
  step: string,
): StepShape | undefined {
  // Names of steps hold no dot, so what is before the last one is the unit.
  const dot = step.lastIndexOf('.');
  const shape = unitsByAddress.get(step.slice(0, Math.max(0, dot)))?.shape;
  return shape?.steps[shape.places.get(step.slice(dot + 1)) ?? -1];
}

interface ShapedUnit {
  readonly steps: readonly Step[];
  readonly activity: ActivityShape | undefined;
}

/** Shapes of units, each made once: a plan of 100,000 units has a handful of them. */
export class UnitShapes {
  readonly #known = new Map<string, UnitShape>();

  of(unit: ShapedUnit): UnitShape {
    const shape = shapeOf(unit);
    const key = JSON.stringify([shape.steps, shape.activity]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#known.set(key, shape);
    return shape;
  }
}

export function shapeOf({ steps, activity }: ShapedUnit): UnitShape {
  const placeOf = new Map(steps.map(({ address }, place) => [address, place]));
  const height = Math.max(0, ...steps.map((step) => step.height));
  return {
    steps: steps.map((step) => ({
      name: step.name,
      kind: step.kind,
      provider: step.provider,
      calls: callsOf(step),
      needs: step.needs.map((need) => {
        const place = placeOf.get(need);
        assertInvariant(place !== undefined, `steps need steps of their unit: ${step.address} needs ${need}`);
        return place;
      }),
      always: step.always,
      isUrgent: step.isUrgent === true,
      beginsCutover: beginsCutover(step),
      below: height - step.height,
    })),
    places: new Map(steps.map(({ name }, place) => [name, place])),
    activity:
      activity === undefined
        ? undefined
        : { opens: activity.opens, closes: activity.closes, connection: activity.connection },
  };
}
