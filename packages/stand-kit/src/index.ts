export { type ActiveInterval, highestOverlap, overlapAt } from './active-intervals.ts';
export { AddressBook, type ExchangedHosts } from './address-book.ts';
export {
  type Answer,
  type Call,
  decodePercent,
  decodeQuery,
  encodeRfc3986,
  headerOf,
  pathOf,
  type QueryPair,
  queryOf,
  rawQueryOf,
  type SignedRequest,
} from './call.ts';
export type {
  CopyOrder,
  Damage,
  DamagedKey,
  DamageKind,
  DataPlane,
  ExchangeOrder,
  ImportOrder,
  KeyInstance,
  KeyPlane,
  PlaneBackup,
  PlaneFailure,
  PlaneInstance,
  PlaneSide,
  PlaneWork,
  Transfer,
  TransferLine,
  TransferNumbers,
} from './data-plane.ts';
export { DataPlaneError } from './data-plane-error.ts';
export { type Defined, defined } from './defined.ts';
export type { Gateway, Operation } from './gateway.ts';
export type { OperationBinding, OperationSchema } from './generated/operation-schema.generated.ts';
export {
  canonicalJson,
  isJsonObject,
  type JsonObject,
  objectOf,
  parseJson,
  textListOf,
  textOf,
  textOrNumberOf,
  withoutNulls,
} from './json.ts';
export { createRandom, hashedFraction, type RandomSource } from './random.ts';
export { mergeRateLimit, type RateLimit, type RateLimitPatch, type ThrottleStatus } from './rate-limit.ts';
export { RateLimiter } from './rate-limiter.ts';
export { Refusal } from './refusal.ts';
export type {
  DataPlaneInput,
  DataPlaneOption,
  PreparedDataPlane,
  RunningDataPlane,
  SandboxDataPlane,
} from './sandbox-data-plane.ts';
export {
  type Activity,
  NO_ACTIVITY,
  type OpenStand,
  type ReportedTask,
  type SandboxStand,
  type StandService,
  type StandTypes,
  type SuitedPlan,
  type SuitedUnit,
  type TargetInterval,
} from './sandbox-stand.ts';
export {
  BOOLEAN,
  COUNT,
  closedObject,
  listOf,
  MILLISECONDS,
  NULLABLE_MILLISECONDS,
  type Schema,
  TEXT,
} from './schema.ts';
export type { GeneralSettings, StandWorld } from './stand-world.ts';
export { NO_TASK_FAULTS, type TaskFaults } from './task-faults.ts';
export type { Violation } from './violation.ts';
