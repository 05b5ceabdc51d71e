import { resolve } from 'node:path';
import { defined, type Graph } from '@waybill/core';
import { planFileReader } from '@waybill/node';
import { type PlanText, readUncompiledStatus } from '@waybill/node/internal';
import type { CliIo } from './cli-io.ts';
import { machineOf } from './open-named.ts';
import type { CommonFlags, JsonFlag, StateFlag, VariableFlags } from './plan-options.ts';
import { type PlanSourceFile, readPlanSource } from './read-plan.ts';
import { loadRegistry } from './registry.ts';
import type { JsonStatus } from './views/documents/json-objects.ts';
import { buildStatus } from './views/folds/build-status.ts';
import { buildWhy, type JsonWhy } from './views/folds/build-why.ts';

export type Settled =
  | { readonly kind: 'status'; readonly status: JsonStatus }
  | { readonly kind: 'why'; readonly why: JsonWhy };

/** What is named, for those who do not compile it. */
export async function planTextOf(
  { planFile, text, variables, environment }: PlanSourceFile,
  flags: VariableFlags,
  io: CliIo,
): Promise<PlanText> {
  const registry = await loadRegistry(flags, io.cwd);
  const readFile = planFileReader(resolve(io.cwd, planFile));
  return { text, file: planFile, variables, registry, readFile, ...defined({ environment }) };
}

export interface SettledFlags extends CommonFlags, VariableFlags, StateFlag, JsonFlag {
  /** Address of a step or unit. */
  readonly why?: string;
}

/** Of settled units no step is shown but by its address. */
export const NO_UNITS: Graph = {
  units: [],
  unitsByAddress: new Map(),
  stepCount: 0,
  steps: [],
  renames: { isEmpty: true, unit: (address) => address, step: (address) => address },
  stepsByAddress: { get: () => undefined, has: () => false, keys: () => [].values() },
};

/**
 * What `status` shows of a plan whose units are all settled, or of one unit that is, without compiling the plan: a plan of
 * 100,000 units takes seconds to compile. Undefined where it has to be compiled. Never throws: whatever is wrong is found
 * again, and reported, by the way over the plan.
 */
export async function findSettled(file: string, flags: SettledFlags, io: CliIo): Promise<Settled | undefined> {
  try {
    const source = await planTextOf(readPlanSource(file, flags, io), flags, io);
    const { state, why } = flags;
    const found = await readUncompiledStatus(source, { ...machineOf(io), ...defined({ state, why }) });
    if (found === undefined) return undefined;
    const { plan, migrations, running, live, explanation } = found;
    const context = { file, flags };
    if (explanation !== undefined)
      return { kind: 'why', why: buildWhy(explanation, { context, graph: NO_UNITS, running, live }) };
    const named = { name: plan.name, migrations: new Map(migrations) };
    return {
      kind: 'status',
      status: buildStatus({ ...found, plan: named, graph: NO_UNITS, edit: undefined, context }),
    };
  } catch {
    return undefined;
  }
}
