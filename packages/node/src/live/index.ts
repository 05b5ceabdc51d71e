export { describeWaits, nameOf, type WaitNote } from './describe-waits.ts';
export type { Eta } from './eta.ts';
export { failedVerificationOf } from './failed-verification.ts';
export { causeOf, type UnitFailure, withoutIds } from './failure-cause.ts';
export type { FailureCause } from './failure-causes.ts';
export { accountGauge } from './live-facts.ts';
export { LIVE_FORMAT, type LiveAccount, type LiveStatus, type LiveTask } from './live-status.ts';
export { type GateNote, type RemoteWait, RunProgress, type SliceCounts, type Suspension } from './run-progress.ts';
export { unitCountsJson } from './unit-counts.ts';
