import { findUnknownGates } from './approvals/find-unknown-gates.ts';
import { type Diagnostic, hasErrors } from './diagnostics/diagnostic.ts';
import { buildGraphSliced } from './graph/build-graph.ts';
import { findSharedTargetsSliced } from './graph/find-shared-targets.ts';
import { findWaveProblems } from './graph/find-wave-problems.ts';
import type { Graph } from './graph/graph.ts';
import { expandPlanSliced } from './plan/expand/expand-plan.ts';
import type { ReadPlanFile } from './plan/inventory/plan-file.ts';
import { loadPlanSliced, type WrittenPlan } from './plan/load/load-plan.ts';
import type { PlanEnvironment } from './plan/load/read-environment.ts';
import type { Plan } from './plan/plan.ts';
import type { ProviderRegistry } from './provider/registry.ts';
import { defined } from './value/defined.ts';
import { atOnce, type Sliced } from './value/sliced.ts';

export interface CompileOptions {
  /** Name of the file, for diagnostics. */
  readonly file: string;
  readonly registry: ProviderRegistry;
  /** Values for `inputs:`, as given with `--var name=value`. */
  readonly variables?: Readonly<Record<string, string>>;
  /** As for `loadPlan`. */
  readonly environment?: PlanEnvironment;
  /** Reads the inventories that the plan names; without it a plan that names one is refused. */
  readonly readFile?: ReadPlanFile;
  /**
   * As for `loadPlan`.
   *
   * @default false
   */
  readonly keepsWritten?: boolean;
}

export interface Compiled {
  /** Both are there exactly when no diagnostic is an error. */
  readonly compiled: { readonly plan: Plan; readonly graph: Graph } | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** The inventories that were read, by the names that diagnostics give them. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** With `keepsWritten`, where there is a plan. */
  readonly written?: WrittenPlan;
}

/** From text, or the bytes of a file, to graph: load, expand, build. Pure but for `readFile`; every mistake that can be found is among the diagnostics. */
export function compilePlan(text: string | Uint8Array, options: CompileOptions): Compiled {
  return atOnce(compilePlanSliced(text, options));
}

/** What `compilePlan` does, in slices. The longest one, with the size of the plan, is the check of its schema. */
export function* compilePlanSliced(text: string | Uint8Array, options: CompileOptions): Sliced<Compiled> {
  const loaded = yield* loadPlanSliced(text, options);
  yield;
  const { files } = loaded;
  if (loaded.plan === undefined) return { compiled: undefined, diagnostics: loaded.diagnostics, files };
  const expanded = yield* expandPlanSliced(loaded.plan, options.registry);
  const found = [...loaded.diagnostics, ...expanded.diagnostics];
  if (hasErrors(found)) return { compiled: undefined, diagnostics: found, files };
  yield;
  const built = yield* buildGraphSliced(loaded.plan, expanded.units, options.registry);
  yield;
  const shared = yield* findSharedTargetsSliced(loaded.plan, expanded.units, options.registry);
  const gates = built.graph === undefined ? [] : findUnknownGates(loaded.plan, built.graph);
  const ofWaves = built.graph === undefined ? [] : findWaveProblems(loaded.plan, built.graph);
  const diagnostics = [...found, ...built.diagnostics, ...shared, ...gates, ...ofWaves];
  if (built.graph === undefined || hasErrors(diagnostics)) return { compiled: undefined, diagnostics, files };
  const compiled = { plan: loaded.plan, graph: built.graph };
  return { compiled, diagnostics, files, ...defined({ written: loaded.written }) };
}
