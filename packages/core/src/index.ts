export {
  type Adoption,
  type AdoptionSearch,
  type FindAdoptionsOptions,
  findAdoptions,
} from './adopt/find-adoptions.ts';
export { isTaskShown, type ShownTaskOptions } from './adopt/is-task-shown.ts';
export { describeMoved, findMovedConnections } from './binding/compare-connections.ts';
export type { Clock, Random } from './clock.ts';
export { type Compiled, type CompileOptions, compilePlan } from './compile-plan.ts';
export type { ConnectedAccount } from './connect/connected-account.ts';
export { findSecretFlaws } from './connect/find-secret-flaws.ts';
export { readSecrets, type SecretReader, SecretsMissingError, SecretUnreadableError } from './connect/read-secrets.ts';
export { type DecideOptions, recordDecisions } from './decisions/decide.ts';
export { type AdoptDecision, type Decision, DecisionRefusedError } from './decisions/decision.ts';
export type { DiagnosticCode } from './diagnostics/codes.ts';
export type { Diagnostic, Severity, SourcePosition, SourceRange } from './diagnostics/diagnostic.ts';
export { hasErrors } from './diagnostics/diagnostic.ts';
export { type DiagnosticStyle, renderDiagnostics } from './diagnostics/render-diagnostics.ts';
export { isSecretName } from './diagnostics/secret-names.ts';
export { suggest } from './diagnostics/suggest.ts';
export { urlSecretsIn } from './diagnostics/url-passwords.ts';
export { visibleText } from './diagnostics/visible-text.ts';
export { assertInvariant, InvariantError, WaybillError } from './errors.ts';
export type { Estimate, UnitSpan } from './estimate/estimate.ts';
export { type EstimateOptions, estimateSchedule, estimateScheduleSliced } from './estimate/estimate-schedule.ts';
export { type ForecastOptions, forecastRun, forecastRunSliced, type RunForecast } from './estimate/forecast-run.ts';
export { DurationLearner, type LearnedDurations } from './estimate/learn-durations.ts';
export type { UnderWay } from './estimate/under-way.ts';
export type { RunEvent, RunEventBody } from './events/event.ts';
export {
  decidingStep,
  type ExplainOptions,
  type Explanation,
  explainSettled,
  explainStep,
  type Reason,
} from './explain/explain-step.ts';
export { findHeldPlaces, type HeldPlaces, type PlaceSources } from './explain/find-held-places.ts';
export type { Hold, LiveFacts, RunFacts } from './explain/hold.ts';
export { type Remedy, remedyOf } from './explain/remedy-of.ts';
export { fingerprintStep } from './graph/fingerprint-step.ts';
export type * from './graph/graph.ts';
export type { StepTraits } from './graph/steps/step-module.ts';
export {
  argumentsOf,
  hasEffect,
  needsApproval,
  type StepWith,
  traitsOf,
  waitsOutside,
} from './graph/steps/step-traits.ts';
export {
  type Checkpoint,
  CheckpointFold,
  EMPTY_CHECKPOINT,
  foldRecords,
  type StepFailure,
  type StepState,
} from './journal/checkpoint.ts';
export type { SnapshotDraft, StoredSnapshot } from './journal/checkpoint-store.ts';
export {
  type CheckpointStore,
  type InboxRequest,
  JournalWriteError,
  type Lease,
  LeaseLostError,
  type StateHeader,
  StateLockedError,
  StateUnusableError,
  type StoredRequest,
} from './journal/checkpoint-store.ts';
export { exportJournal, readRecords } from './journal/export-journal.ts';
export { JournalWriter } from './journal/journal-writer.ts';
export { type LeftBehind, unitsLeftBehind } from './journal/left-behind.ts';
export { MemoryDisk, openMemoryStore } from './journal/memory-store.ts';
export { readJournal } from './journal/read-journal.ts';
export type * from './journal/record.ts';
export { JOURNAL_VERSION } from './journal/record.ts';
export { NO_RENAMES, type Renames } from './journal/renames.ts';
export { sqliteDriver } from './journal/sqlite/sqlite-driver.ts';
export { hasSqliteState, openSqliteStore, type SqliteStoreOptions } from './journal/sqlite/sqlite-store.ts';
export type { OpenStoreOptions, StateFile, StateInspection, StoreDriver } from './journal/store-driver.ts';
export type { WindowGauge } from './limits/call-window.ts';

export type { Orphan, OrphanReason } from './orphans/find-orphans.ts';
export {
  type ChosenOrphan,
  deleteOrphans,
  type ListedOrphan,
  listOrphans,
  type OrphanList,
  type Sweep,
  type SweepOptions,
  type SweepOutcome,
  type SweptOrphan,
  type UnlistedUnit,
} from './orphans/sweep-orphans.ts';
export { digestSource } from './plan/digest-source.ts';
export { buildEditorSchema } from './plan/editor/build-editor-schema.ts';
export { parseRate } from './plan/load/rate.ts';
export type * from './plan/plan.ts';
export { plannedIdentities } from './plan/planned-connection.ts';
export { planSchemaWith } from './plan/schema/plan-schema-with.ts';
export { type FormattedPlan, formatPlan } from './plan/syntax/format-plan.ts';
export type { Preflight, PreflightFinding } from './preflight/preflight.ts';
export { type PreflightProgress, type RunPreflightOptions, runPreflight } from './preflight/run-preflight.ts';
export * from './preview/index.ts';
export type { Selection } from './progress/selection.ts';
export { type ProgressCounts, UNIT_STATUSES, type UnitCounts, UnitStates } from './progress/unit-states.ts';
export type { UnitStatus } from './progress/unit-status.ts';
export type * from './provider/blueprint.ts';
export type * from './provider/check.ts';
export { completeProvider } from './provider/complete-provider.ts';
export { CredentialsError } from './provider/credentials-error.ts';
export type * from './provider/job.ts';
export type * from './provider/kind.ts';
export type * from './provider/limits.ts';
export type * from './provider/movement.ts';
export type * from './provider/operation.ts';
export type * from './provider/poll.ts';
export type * from './provider/provider.ts';
export { ProviderDefectError } from './provider/provider-defect.ts';
export { ProviderError, type ProviderErrorClass, type ProviderErrorFields } from './provider/provider-error.ts';
export { createRegistry, type ProviderRegistry } from './provider/registry.ts';
export type * from './provider/request-outline.ts';
export { ndjson } from './provider/request-outline.ts';
export type * from './provider/session.ts';
export type * from './provider/starter-plan.ts';
export {
  type ConnectionFault,
  type HttpRequest,
  type HttpResponse,
  type SendOptions,
  type Transport,
  TransportError,
  type TransportErrorFields,
} from './provider/transport.ts';
export { Redactor } from './redact/redactor.ts';
export { secretForms } from './redact/secret-forms.ts';
export * from './report/index.ts';
export { type ApplyOptions, applyPlan } from './run/apply-plan.ts';
export { type ApplySettledOptions, applySettled } from './run/apply-settled.ts';
export type { AccountGauge, ReadGauges, RunGauges, SleepGauge } from './run/gauges.ts';
export type { ObserverFault } from './run/observers.ts';
export { PlanChangedError } from './run/plan-changed-error.ts';
export type { RunResult, UnitReport } from './run/run-result.ts';
export { shortMessage } from './run/short-message.ts';
export { RunBrokenError } from './run/single-error.ts';
export type { BlockedGauge } from './scheduler/ledger.ts';
export { matchAddress } from './select/match-address.ts';
export { NothingSelectedError, type SelectOptions, selectUnits } from './select/select-units.ts';
export { readSettled, type SettledPlan } from './standing/read-settled.ts';
export {
  NONE_SETTLED,
  type OpenCheckpoint,
  resumeSnapshot,
  resumeUncompiled,
  type SettledUnits,
  type SnapshotPlan,
  type UncompiledCheckpoint,
} from './standing/snapshot.ts';
export { canonicalJson } from './value/canonical-json.ts';
export { type DecodedText, decodeText, type EncodingFault } from './value/decode-text.ts';
export { type Defined, defined } from './value/defined.ts';
export { formatDuration, parseDurationMs } from './value/duration.ts';
export { findRepeatedKey } from './value/find-repeated-key.ts';
export { inSlices, type Sliced } from './value/sliced.ts';
export {
  collectReferences,
  type Deferred,
  displayValue,
  Interpolation,
  isDeferred,
  isJsonObject,
  isValueObject,
  type Json,
  type JsonObject,
  JsonText,
  Reference,
  resolveValue,
  type Value,
  type ValueObject,
} from './value/value.ts';
export { VERSION } from './version.ts';
