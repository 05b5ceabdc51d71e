import { setImmediate } from 'node:timers/promises';
import { type Diagnostic, defined, type Graph } from '@waybill/core';
import { buildEffectivePlan, compilePlanSliced, type EffectivePlan, findUnits, inSlices } from '@waybill/core/internal';
import { builtInRegistry } from './built-in-registry.ts';
import type { CheckPlanOptions, CompiledPlan } from './check-plan.ts';
import { DEFAULT_PLAN_FILE } from './default-plan-file.ts';

export interface EffectivePlanOptions extends CheckPlanOptions {
  /**
   * Which units of a `for_each` the values are given of: `all`, or patterns as `--target` takes them.
   *
   * @default the first unit of each migration
   */
  readonly units?: 'all' | readonly string[];
}

export interface ReadEffectivePlan {
  /** Undefined exactly when one of the diagnostics is an error. */
  readonly effective: EffectivePlan | undefined;
  readonly compiled: CompiledPlan | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** The plan and the files that it names, by the names that the findings give them. */
  readonly sources: ReadonlyMap<string, string | Uint8Array>;
}

/**
 * Every value of a plan as it is used, and where it comes from. Asks no API, and reads no secret.
 *
 * @throws NothingSelectedError when a pattern names no unit
 */
export async function readEffectivePlan(
  text: string | Uint8Array,
  options: EffectivePlanOptions = {},
): Promise<ReadEffectivePlan> {
  const { file = DEFAULT_PLAN_FILE, registry = builtInRegistry, variables = {}, readFile, environment } = options;
  const compiling = compilePlanSliced(text, {
    file,
    registry,
    variables,
    keepsWritten: true,
    ...defined({ readFile, environment }),
  });
  const { compiled, diagnostics, files, written } = await inSlices(compiling, setImmediate);
  const sources = new Map<string, string | Uint8Array>([...files, [file, text]]);
  if (compiled === undefined || written === undefined)
    return { effective: undefined, compiled: undefined, diagnostics, sources };
  const isWanted = wantedOf(compiled.graph, options.units);
  const effective = buildEffectivePlan({ plan: compiled.plan, written, registry, isWanted });
  return { effective, compiled: { ...compiled, registry, diagnostics }, diagnostics, sources };
}

function wantedOf(graph: Graph, units: EffectivePlanOptions['units']): (address: string, index: number) => boolean {
  if (units === undefined) return (_address, index) => index === 0;
  if (units === 'all') return () => true;
  const named = new Set(findUnits(graph, units, '--target').map(({ address }) => address));
  return (address) => named.has(address);
}
