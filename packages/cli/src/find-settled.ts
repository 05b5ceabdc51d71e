import { decodeText, digestSource, explainSettled, type Graph, standingOfSettled } from '@waybill/core';
import type { CliIo } from './cli-io.ts';
import { findLive } from './find-live.ts';
import { guessPlanName } from './guess-plan-name.ts';
import { readPlanSource } from './open-plan.ts';
import { readUncompiledState, shownStateLocation } from './open-state.ts';
import type { CommonFlags, JsonFlag, StateFlag, VariableFlags } from './plan-options.ts';
import type { UncompiledState } from './read-uncompiled.ts';
import { loadRegistry } from './registry.ts';
import { runLiveness } from './run-liveness.ts';
import type { JsonStatus } from './views/documents/json-objects.ts';
import { buildStatus } from './views/folds/build-status.ts';
import { buildWhy, type JsonWhy } from './views/folds/build-why.ts';

export type Settled =
  | { readonly kind: 'status'; readonly status: JsonStatus }
  | { readonly kind: 'why'; readonly why: JsonWhy };

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
  stepsByAddress: { get: () => undefined, has: () => false, keys: () => [].values() },
};

/**
 * What `status` shows of a plan whose units are all settled, or of one unit that is, without compiling the plan: a plan of
 * 100,000 units takes seconds to compile. Undefined where it has to be compiled. Never throws: whatever is wrong is found
 * again, and told, by the way over the plan.
 */
export async function findSettled(file: string, flags: SettledFlags, io: CliIo): Promise<Settled | undefined> {
  try {
    const { planFile, text, variables } = readPlanSource(file, flags, io);
    const name = guessPlanName(decodeText(text).text);
    if (name === undefined) return undefined;
    const plan = { file: planFile, name };
    const registry = await loadRegistry(flags, io.cwd);
    const source = { source: digestSource(text, variables), registry, address: flags.why };
    const state = await readUncompiledState(plan, source, flags, io);
    return state === undefined ? undefined : await describe(state, { plan, file, flags, io });
  } catch {
    return undefined;
  }
}

interface Asked {
  readonly plan: { readonly file: string; readonly name: string };
  readonly file: string;
  readonly flags: SettledFlags;
  readonly io: CliIo;
}

async function describe(state: UncompiledState, { plan, file, flags, io }: Asked): Promise<Settled | undefined> {
  const { checkpoint, decisions, migrations, steps } = state;
  const context = { file, flags };
  const running = runLiveness(checkpoint, io.host);
  const live = await findLive({ plan, checkpoint }, flags, io);
  if (flags.why !== undefined) {
    const step = steps?.includes(flags.why) === true ? flags.why : steps?.at(-1);
    if (step === undefined) return undefined;
    return {
      kind: 'why',
      why: buildWhy(explainSettled(step, checkpoint), { context, graph: NO_UNITS, running, live }),
    };
  }
  if (!state.isAllSettled) return undefined;
  const status = buildStatus({
    plan: { name: plan.name, migrations: new Map(migrations) },
    graph: NO_UNITS,
    checkpoint,
    standing: standingOfSettled(state),
    state: await shownStateLocation(plan, flags, io.cwd),
    running,
    live,
    decisions,
    edit: undefined,
    context,
  });
  return { kind: 'status', status };
}
