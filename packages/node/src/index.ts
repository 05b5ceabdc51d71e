export {
  type Checkpoint,
  type CheckpointStore,
  type Clock,
  CredentialsError,
  createRegistry,
  type Decision,
  DecisionRefusedError,
  type Diagnostic,
  type Graph,
  hasErrors,
  JournalWriteError,
  LeaseLostError,
  NothingSelectedError,
  type Owner,
  type Plan,
  PlanChangedError,
  type Preview,
  PreviewStaleError,
  type Provider,
  type ProviderRegistry,
  type Random,
  type Report,
  type RunEvent,
  type RunResult,
  renderDiagnostics,
  type SecretReader,
  SecretsMissingError,
  type Standing,
  StateLockedError,
  StateUnusableError,
  type Transport,
  type UnitReport,
  type UnitStatus,
  WaybillError,
} from '@waybill/core';
export { createUndiciTransport, type TransportOptions } from '@waybill/transport';
export { builtInProviders, builtInRegistry } from './built-in-registry.ts';
export {
  type CheckPlanFileOptions,
  type CheckPlanOptions,
  type CompiledPlan,
  checkPlan,
  checkPlanFile,
  type PlanCheck,
} from './check-plan.ts';
export { createMemoryState } from './create-memory-state.ts';
export { createSecretReader, type SecretReaderOptions } from './create-secret-reader.ts';
export {
  defaultStatePath,
  describeOldPlace,
  type LocatedPlan,
  locateState,
  type StateLocation,
} from './default-state-path.ts';
export type { Environment } from './environment.ts';
export { describeHost, describeOwner, type Host } from './host.ts';
export { loadRegistryWith, ProviderModuleError } from './load-providers.ts';
export {
  type Asking,
  drawStateId,
  type KnownState,
  type MakePreviewOptions,
  makePreview,
  readKnownState,
} from './make-preview.ts';
export { type OpenPlan, type OpenPlanOptions, openPlan, type PreviewOptions, type RunOptions } from './open-plan.ts';
export { hasState, inspectState, openStore, resolveLocation, STORE_DRIVERS } from './open-store.ts';
export { systemClock } from './system-clock.ts';
export { systemRandom } from './system-random.ts';
