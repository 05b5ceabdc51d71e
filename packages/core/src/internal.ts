// What the packages of Waybill share, and nobody else needs: no promise covers it, and any version may change it.
// Providers use nothing of it, so that one of your own can do all that ours can.

export { findAdoptions } from './adopt/find-adoptions.ts';
export { isTaskShown } from './adopt/is-task-shown.ts';
export { describeVerdict, whyNotCounted } from './approvals/describe-verdict.ts';
export { type GateVerdict, judgeGate, type NotCounted } from './approvals/judge-gate.ts';
export { ruleOfGate } from './approvals/rule-of-gate.ts';
export { digestPreview } from './binding/bind-preview.ts';
export { describeMoved, findMovedConnections } from './binding/compare-connections.ts';
export { hasBeenApplied } from './binding/compare-preview.ts';
export { compareWithCheckpointSliced } from './binding/compare-with-checkpoint.ts';
export { compilePlanSliced } from './compile-plan.ts';
export type { ObservedCall } from './connect/connect-providers.ts';
export { describeNeed } from './connect/describe-need.ts';
export { findSecretFlaws } from './connect/find-secret-flaws.ts';
export { connectionSecrets } from './connect/needed-secrets.ts';
export { outputsOfUnit } from './derive/applied-unit.ts';
export { type DerivedPlan, type DeriveSteps, derivedName, derivePlan, type RefusedUnit } from './derive/derive-plan.ts';
export { suggest } from './diagnostics/suggest.ts';
export { urlSecretsIn } from './diagnostics/url-passwords.ts';
export { visibleText } from './diagnostics/visible-text.ts';
export { type DiscoverOptions, discover } from './discover/discover.ts';
export type { Estimate, UnitSpan } from './estimate/estimate.ts';
export { estimateSchedule, estimateScheduleSliced } from './estimate/estimate-schedule.ts';
export { forecastRun, forecastRunSliced, type RunForecast } from './estimate/forecast-run.ts';
export { DurationLearner, type LearnedDurations } from './estimate/learn-durations.ts';
export { RunningSlices } from './estimate/running-slices.ts';
export type {
  Basis,
  HeldBy,
  LimitName,
  PreviewCalls,
  PreviewCriticalStep,
  PreviewLane,
  PreviewLaneDowntime,
  PreviewLaneGate,
  PreviewLimit,
  PreviewSchedule,
} from './estimate/schedule.ts';
export { decidingStep } from './explain/explain-order.ts';
export { explainSettled, explainStep } from './explain/explain-step.ts';
export type { Explanation, Reason } from './explain/explanation.ts';
export { findHeldPlaces, type HeldPlaces } from './explain/find-held-places.ts';
export type { Hold, LiveFacts, RunFacts } from './explain/hold.ts';
export { type Remedy, remedyOf } from './explain/remedy-of.ts';
export { fingerprintStep } from './graph/fingerprint-step.ts';
export { CheckpointFold } from './journal/checkpoint.ts';
export type { HeldTime } from './journal/held-times.ts';
export { JournalWriter } from './journal/journal-writer.ts';
export { unitsLeftBehind } from './journal/left-behind.ts';
export { foldJournal } from './journal/read-journal.ts';
export type { ApproverIdentity, MovedConnection, RecordBody, StopKind } from './journal/record.ts';
export { NO_RENAMES } from './journal/renames.ts';
export { sqliteDriver } from './journal/sqlite/sqlite-driver.ts';
export type { GateApproval } from './journal/step-state.ts';
export { unitOfStep } from './journal/unit-of-step.ts';
export type { WindowGauge } from './limits/call-window.ts';
export type { OrphanReason } from './orphans/find-orphans.ts';
export {
  deleteOrphans,
  type ListedOrphan,
  listOrphans,
  type SweepOptions,
  type SweptOrphan,
  type UnlistedUnit,
} from './orphans/sweep-orphans.ts';
export { type ApprovalRule, approverKey, isApprover, lacksReason } from './plan/approval-rule.ts';
export { describeSecretSource, describeSecretSources } from './plan/describe-secret-source.ts';
export { digestUncompiled } from './plan/digest-source.ts';
export { buildEditorSchema } from './plan/editor/build-editor-schema.ts';
export { buildValuesSchema } from './plan/editor/build-values-schema.ts';
export { buildEffectivePlan } from './plan/effective/build-effective-plan.ts';
export {
  type EffectiveLeaf,
  type EffectivePlan,
  leavesOf,
  type ValueSource,
  type WrittenPlace,
} from './plan/effective/effective-value.ts';
export { printEffective } from './plan/effective/print-effective.ts';
export { MAX_INVENTORY_BYTES } from './plan/inventory/plan-file.ts';
export { type DeclaredInputs, readDeclaredInputs } from './plan/load/declared-inputs.ts';
export { loadConnections } from './plan/load/load-connections.ts';
export type { PlanHead } from './plan/load/plan-head.ts';
export { parseRate } from './plan/load/rate.ts';
export type { NotifyEvent, ProviderEntry } from './plan/plan.ts';
export { plannedIdentities } from './plan/planned-connection.ts';
export { planSchemaWith } from './plan/schema/plan-schema-with.ts';
export { familyOf } from './plan/secret-family.ts';
export { formatPlan } from './plan/syntax/format-plan.ts';
export { amountsFound } from './preflight/amounts-found.ts';
export type { CheckVerdict, Preflight, PreflightFinding } from './preflight/preflight.ts';
export { type RunPreflightOptions, runPreflight } from './preflight/run-preflight.ts';
export { buildPreviewSliced } from './preview/build-preview.ts';
export type {
  CheckAnswer,
  CheckChange,
  ComparedUnit,
  FieldChange,
  InventoryChange,
  UnitChange,
  UnitFieldChange,
} from './preview/changes/preview-changes.ts';
export { compareEdit, describeEdit, type PlanEdit } from './preview/compare-edit.ts';
export {
  PREVIEW_FORMAT,
  type PreviewJob,
  type PreviewLevel,
  type PreviewMigration,
  type PreviewNote,
  type PreviewOperation,
  type PreviewPlace,
  type PreviewSecret,
  type PreviewState,
  type PreviewWarning,
} from './preview/preview.ts';
export type { PreviewDetail } from './preview/unit-previewer.ts';
export type { RunningOrphan } from './progress/running-orphans.ts';
export type { Selection } from './progress/selection.ts';
export { type ProgressCounts, UNIT_STATUSES, type UnitCounts } from './progress/unit-counts.ts';
export { UnitStates } from './progress/unit-states.ts';
export {
  argumentsOf,
  describeStep,
  hasEffect,
  needsApproval,
  traitsOf,
  waitsOutside,
} from './provider/steps/step-traits.ts';
export { failedVerificationOf } from './provider/verification.ts';
export type { WorkDone } from './provider/work-done.ts';
export { redactError } from './redact/redact-error.ts';
export { environmentSecrets } from './redact/redactor.ts';
export { secretForms } from './redact/secret-forms.ts';
export { buildReportSliced } from './report/build-report.ts';
export { REPORT_FORMAT, type ReportAttempt, type ReportEdit, type ReportRun } from './report/report.ts';
export { ReportJournal } from './report/report-journal.ts';
export { verifiedUnit } from './report/verified-unit.ts';
export { applySettled } from './run/apply-settled.ts';
export type { ObserverFault } from './run/observers.ts';
export { shortMessage } from './run/short-message.ts';
export { matchNamed } from './select/match-named.ts';
export { findUnits, selectUnits } from './select/select-units.ts';
export { decisionOf, type ReportDecision } from './standing/collect-decisions.ts';
export {
  collectDifferences,
  countDifferences,
  type DifferenceCount,
  type FoundDifference,
} from './standing/collect-differences.ts';
export { readLeftOut } from './standing/read-left-out.ts';
export { readSettled, type SettledPlan } from './standing/read-settled.ts';
export { type DifferentValues, readValues } from './standing/read-values.ts';
export {
  NONE_SETTLED,
  resumeSnapshot,
  resumeUncompiled,
  type SettledUnits,
  type UncompiledCheckpoint,
  type UncompiledReader,
} from './standing/snapshot.ts';
export { standingOfSettled } from './standing/standing.ts';
export { findStandingHolds, type StandingHold } from './standing/standing-holds.ts';
export { allowedOmissions } from './standing/unit-omissions.ts';
export { decodeText } from './value/decode-text.ts';
export { findJsonError } from './value/find-json-error.ts';
export { matchAddress } from './value/match-address.ts';
export { messageOf } from './value/message-of.ts';
export { nonEmpty } from './value/non-empty.ts';
export { atOnce, eachSliced, inSlices, mapSliced, type Sliced } from './value/sliced.ts';
