// What the command line shares with the library, and no program that runs plans needs: no promise covers it, and any
// version may change it.

export {
  collectionText,
  DiscoverError,
  type Discovery,
  type InventoryUpdate,
  type RowChange,
  type RowLabel,
  type RowPatterns,
  updateInventory,
} from '@waybill/core';
export { countDifferences, type DifferenceCount, type FoundDifference } from '@waybill/core/internal';
export { MOST_DETAILED_STEPS } from './build-plan-report.ts';
export { type ComparedByUnit, comparedByUnit } from './compared-by-unit.ts';
export {
  type ConnectionsOptions,
  type DiscoverableConnection,
  type DiscoverPlanOptions,
  discover,
  listDiscoverable,
  type PlanDiscovery,
} from './discover.ts';
export { type DocumentJsonOptions, documentJsonChunks, MOST_PLAIN_UNITS } from './documents/document-json.ts';
export { unpackDocument } from './documents/packed/unpack-document.ts';
export { describeSecretInput, findSecretInput } from './documents/saved-preview.ts';
export { findPlanChange } from './find-plan-change.ts';
export { describeOwner } from './host.ts';
export { importModule } from './import-module.ts';
export { listEnvironments, planEnvironment } from './list-environments.ts';
export { loadRegistryWith, ProviderModuleError } from './load-providers.ts';
export { openSettled, type SettledRun, type SettledRunOptions } from './open-settled.ts';
export type { OpenUncompiledOptions, PlanText } from './open-uncompiled.ts';
export { type EffectivePlanOptions, type ReadEffectivePlan, readEffectivePlan } from './read-effective-plan.ts';
export type { RunSecretCommandsOptions } from './run-secret-command.ts';
export {
  type CommandValues,
  inspectSecretCommands,
  refuseConnectionCommands,
  refuseSecretCommands,
  runSecretCommands,
  type TriedCommands,
} from './run-secret-commands.ts';
export {
  defaultStatePath,
  describeOldPlace,
  type LocatedPlan,
  locateState,
  type StateLocation,
} from './state/default-state-path.ts';
export { hasState, inspectState, openStore, resolveLocation, STORE_DRIVERS } from './state/open-store.ts';
export { readUncompiledStatus, type UncompiledStatus, type UncompiledStatusOptions } from './uncompiled-status.ts';
