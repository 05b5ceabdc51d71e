export {
  type CrashPoint,
  type Exploration,
  type ExploreOptions,
  exploreCrashPoints,
  type Outcome,
} from './explore-crash-points.ts';
export type { Damage, Interruption, RehearsalOptions, RehearsalPoint } from './rehearsal-options.ts';
export { RehearsalWorld } from './rehearsal-world.ts';
export { type Rehearsal, rehearse } from './rehearse.ts';
export { sandboxClock } from './sandbox-clock.ts';
