import type { Kind, Plan, PlannedUnit } from '@waybill/core';
import {
  connectionSecrets,
  type DeriveSteps,
  derivePlan,
  type PreflightFinding,
  type RunPreflightOptions,
  runPreflight,
} from '@waybill/core/internal';
import { commandRunner } from '../command-runner.ts';
import type { PlanAccess } from '../plan-access.ts';
import type { AskOptions } from '../plan-handle.ts';
import type { DerivedFrom } from './verify-units.ts';

export interface AskDerivedOptions extends AskOptions {
  readonly from: DerivedFrom;
  readonly units: readonly PlannedUnit[];
  /** In the name of the derived plan. */
  readonly verb: string;
  /** One line. */
  readonly title: string;
  /** The checks of a unit; undefined: it is not asked about. */
  readonly checksOf: (kind: Kind, unit: Parameters<DeriveSteps>[1]) => ReturnType<NonNullable<Kind['usage']>>;
}

/** Of each unit that was asked about, what its checks found, in order. Reads only, inside the limits of a run. */
export async function askDerived(
  { from, units, verb, title, checksOf, ...asking }: AskDerivedOptions,
  access: PlanAccess,
): Promise<ReadonlyMap<string, readonly (PreflightFinding | undefined)[]>> {
  const { compiled, store, checkpoint } = from;
  const derived = derivePlan({
    ...compiled,
    checkpoint,
    stateId: store.header.stateId,
    units,
    verb,
    since: checkpoint.runCount,
    title,
    options: {},
    derive: (kind, unit) => {
      const blueprint = checksOf(kind, unit);
      if (blueprint === undefined) return { kind: 'none', why: 'Its kind cannot check that.' };
      return { kind: 'steps', blueprint, impact: { downtime: 'None.', wayBack: '' } };
    },
  });
  if (derived.graph.units.length === 0) return new Map();
  const { clock, random, env } = access.surroundings;
  const machine = { transport: access.transport(), clock, random, env };
  const { signal = access.closing, allowsSecretCommands } = asking;
  const secrets = await readSecrets(derived.plan, { signal, allowsSecretCommands }, access);
  const { steps } = await runPreflight({ ...derived, ...machine, ...secrets, signal });
  return new Map(
    derived.graph.units.map((unit) => [unit.address, unit.steps.map(({ address }) => steps.get(address))]),
  );
}

/** The commands of the secrets that its connections need are run where that is allowed; otherwise nobody is asked with these. */
async function readSecrets(
  plan: Plan,
  options: { readonly signal: AbortSignal; readonly allowsSecretCommands: boolean | undefined },
  { surroundings }: PlanAccess,
): Promise<Pick<RunPreflightOptions, 'readSecret' | 'readsCommands'>> {
  const { runCommands } = commandRunner(surroundings, options);
  if (runCommands === undefined) return { readSecret: surroundings.readSecret };
  return { readSecret: await runCommands(connectionSecrets(plan)), readsCommands: true };
}
