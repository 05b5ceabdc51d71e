import { resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import {
  type Diagnostic,
  defined,
  type Graph,
  type Plan,
  type PlanEnvironment,
  type ProviderRegistry,
  type ReadPlanFile,
  renderDiagnostics,
} from '@waybill/core';
import { atOnce, compilePlanSliced, inSlices, type Sliced } from '@waybill/core/internal';
import { readRegularFile } from '@waybill/transport/files';
import { builtInRegistry } from './built-in-registry.ts';
import { DEFAULT_PLAN_FILE } from './default-plan-file.ts';
import { planEnvironment } from './list-environments.ts';
import { planFileReader } from './plan-file-reader.ts';

export interface CheckPlanOptions {
  /**
   * Name of the file, for diagnostics.
   *
   * @default plan.yaml
   */
  readonly file?: string;
  /** Values for the plan's `inputs:`. */
  readonly variables?: Readonly<Record<string, string>>;
  /**
   * The providers that a plan can name.
   *
   * @default those that Waybill comes with
   */
  readonly registry?: ProviderRegistry;
  /**
   * Which environment the plan is read for: the file of its name next to the plan gives values to inputs, below
   * `variables`. See `planEnvironment`.
   *
   * @default none
   */
  readonly environment?: PlanEnvironment;
  /**
   * Reads the inventories that the plan names, as `planFileReader` does for the folder of a plan.
   *
   * @default none is read, and a plan that names one is refused
   */
  readonly readFile?: ReadPlanFile;
}

export interface CheckPlanFileOptions extends Omit<CheckPlanOptions, 'file' | 'readFile' | 'environment'> {
  /**
   * Name of the environment that the plan is read for, such as `prod` for the values in `prod.yaml` beside it.
   *
   * @default none
   */
  readonly environment?: string;
  /**
   * The directory that a relative path starts from.
   *
   * @default the current one
   */
  readonly cwd?: string;
}

export interface PlanCheck {
  /** The plan, ready to be opened; undefined exactly when one of the diagnostics is an error. */
  readonly compiled: CompiledPlan | undefined;
  /** Every finding, errors and warnings. */
  readonly diagnostics: readonly Diagnostic[];
  /** The findings as text for people, each with its line of the plan; empty when there are none. */
  readonly report: () => string;
  /** The plan and the inventories that were read, by the names that the findings give them. */
  readonly sources: ReadonlyMap<string, string | Uint8Array>;
}

/** A plan without errors, with the providers it was checked against. Immutable; holds no secret values. */
export interface CompiledPlan {
  readonly plan: Plan;
  readonly graph: Graph;
  readonly registry: ProviderRegistry;
  /** Warnings only. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Checks the text of a plan, or the bytes of its file, without asking any API. Pure but for `readFile`; a mistake in the plan is a diagnostic
 * and is never thrown.
 *
 * @example
 * ```ts
 * const { compiled, report } = checkPlan(text, { file: 'shop.yaml', variables: { region: 'eu-de' } });
 * if (compiled === undefined) console.error(report());
 * ```
 */
export function checkPlan(text: string | Uint8Array, options: CheckPlanOptions = {}): PlanCheck {
  return atOnce(checkSliced(text, options));
}

/** What `checkPlan` does, in turns of the event loop: a large plan takes long, and nothing else would be done meanwhile. */
export async function checkPlanInTurns(text: string | Uint8Array, options: CheckPlanOptions = {}): Promise<PlanCheck> {
  // What loaded the modules for it is a turn of its own.
  await setImmediate();
  return await inSlices(checkSliced(text, options), setImmediate);
}

function* checkSliced(text: string | Uint8Array, options: CheckPlanOptions): Sliced<PlanCheck> {
  const { file = DEFAULT_PLAN_FILE, registry = builtInRegistry, variables = {}, readFile, environment } = options;
  const { compiled, diagnostics, files } = yield* compilePlanSliced(text, {
    file,
    registry,
    variables,
    ...defined({ readFile, environment }),
  });
  const sources = new Map<string, string | Uint8Array>([...files, [file, text]]);
  return {
    compiled: compiled === undefined ? undefined : { ...compiled, registry, diagnostics },
    diagnostics,
    report: () => renderDiagnostics(diagnostics, sources),
    sources,
  };
}

/** More than a plan may have, so that a plan that is too large is a finding as every other mistake is. */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

/**
 * The same for a file.
 *
 * @throws FileRefusedError when it is no regular file, or too large
 */
export async function checkPlanFile(path: string, options: CheckPlanFileOptions = {}): Promise<PlanCheck> {
  const file = resolve(options.cwd ?? process.cwd(), path);
  const bytes = readRegularFile(file, MAX_FILE_BYTES);
  const { environment: name, ...others } = options;
  const environment = name === undefined ? undefined : planEnvironment(file, name);
  return await checkPlanInTurns(bytes, {
    ...others,
    file: path,
    readFile: planFileReader(file),
    ...defined({ environment }),
  });
}
