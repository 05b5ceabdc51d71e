export {
  type CrashPoint,
  type Exploration,
  type ExploreOptions,
  exploreCrashPoints,
  type Outcome,
} from './explore-crash-points.ts';
export {
  type Damage,
  type Interruption,
  type RehearsalOptions,
  type RehearsalPoint,
  RehearsalWorld,
} from './rehearsal-world.ts';
export { type Rehearsal, rehearse } from './rehearse.ts';
export { sandboxClock } from './sandbox-clock.ts';
