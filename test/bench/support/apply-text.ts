import {
  applyPlan,
  type CheckpointStore,
  type Compiled,
  compilePlan,
  type RunResult,
  type Transport,
} from '@waybill/core';
import { builtInRegistry, systemClock, systemRandom } from '@waybill/node';

export interface ApplyTextOptions {
  readonly store: CheckpointStore;
  readonly transport: Transport;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export type CompiledPlan = NonNullable<Compiled['compiled']>;

export function compileText(text: string): CompiledPlan {
  const { compiled, diagnostics } = compilePlan(text, { file: 'plan.yaml', registry: builtInRegistry });
  if (compiled === undefined) throw new Error(`the plan is wrong: ${JSON.stringify(diagnostics)}`);
  return compiled;
}

/** Real time, real randomness; secrets have any value. */
export function applyCompiled(compiled: CompiledPlan, options: ApplyTextOptions): Promise<RunResult> {
  return applyPlan({
    ...compiled,
    registry: builtInRegistry,
    store: options.store,
    transport: options.transport,
    clock: systemClock,
    random: systemRandom,
    env: options.env ?? {},
    readSecret: () => 'bench-secret',
    owner: { host: 'bench', pid: process.pid, user: 'bench' },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
}
