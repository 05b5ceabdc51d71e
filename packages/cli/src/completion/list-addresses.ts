import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { defined } from '@waybill/core';
import { checkPlan, planFileReader } from '@waybill/node';
import { planEnvironment } from '@waybill/node/internal';
import type { CliIo } from '../cli-io.ts';
import { readInputBytes } from '../read-input-file.ts';
import { readVariables } from '../read-variables.ts';
import { loadRegistry } from '../registry.ts';
import type { Candidate } from './candidate.ts';
import type { Position } from './find-position.ts';

/** A larger plan takes longer to read than someone waits for a completion. */
const MAX_PLAN_BYTES = 1_000_000;

export interface ListAddressesOptions {
  readonly typed: string;
  readonly io: CliIo;
  /** Steps come once the unit is written out, so that they do not bury the units. */
  readonly withSteps: boolean;
}

/** Addresses of the plan that the command line names; none while that plan has mistakes. */
export async function listAddresses(
  { given, values }: Position,
  { typed, io, withSteps }: ListAddressesOptions,
): Promise<readonly Candidate[]> {
  const [file] = given;
  if (file === undefined || statSync(resolve(io.cwd, file)).size > MAX_PLAN_BYTES) return [];
  const variables = readVariables({ var: values.get('--var') ?? [], varFile: values.get('--var-file') ?? [] }, io.cwd);
  const env = values.get('--env')?.at(-1);
  const { compiled } = checkPlan(readInputBytes(file, io.cwd), {
    file,
    registry: await loadRegistry({}, io.cwd),
    variables,
    readFile: planFileReader(resolve(io.cwd, file)),
    ...defined({ environment: env === undefined ? undefined : planEnvironment(resolve(io.cwd, file), env) }),
  });
  const units = compiled?.graph.units ?? [];
  const steps = withSteps ? units.filter(({ address }) => typed.startsWith(address)).flatMap((unit) => unit.steps) : [];
  return [
    ...units.map(({ address, unit }) => ({ value: address, description: unit.migration.description })),
    ...steps.map(({ address, title }) => ({ value: address, description: title })),
  ];
}
