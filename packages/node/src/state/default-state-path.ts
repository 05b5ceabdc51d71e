import { dirname, join, resolve } from 'node:path';
import { hasState } from './open-store.ts';

/** The part of a plan that says where its state is. */
export interface LocatedPlan {
  readonly name: string;
  /** The file of the plan, absolute or relative to the current directory. */
  readonly file: string;
}

export interface StateLocation {
  /** As a user would write it in `cwd`. */
  readonly path: string;
  /** Found where versions before 0.2 kept it, below the current directory, and none is next to the plan. */
  readonly isInOldPlace: boolean;
}

/** Where a plan's state is when nothing else is said: in `.waybill` next to the plan, from whatever directory it is run. */
export function defaultStatePath({ name, file }: LocatedPlan): string {
  return join(dirname(file), '.waybill', `${name}.db`);
}

/** The note on a state in the old place. `path` is that of `locateState`. */
export function describeOldPlace(plan: LocatedPlan, path: string): string {
  return `the state of ${plan.name} is at ${path}, below the current directory. Keep a state next to its plan: move ${path} and the files next to it that begin with its name to ${defaultStatePath(plan)}, or name it as the state (--state).`;
}

/** The default place, or the old one when only that has a state. */
export async function locateState(plan: LocatedPlan, cwd: string): Promise<StateLocation> {
  const path = defaultStatePath(plan);
  const oldPath = join('.waybill', `${plan.name}.db`);
  const isInOldPlace =
    resolve(cwd, oldPath) !== resolve(cwd, path) &&
    !(await hasState(resolve(cwd, path))) &&
    (await hasState(resolve(cwd, oldPath)));
  return { path: isInOldPlace ? oldPath : path, isInOldPlace };
}
