import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { defined } from '@waybill/core';
import { planFileReader } from '@waybill/node';
import { listDiscoverable, planEnvironment } from '@waybill/node/internal';
import type { CliIo } from '../cli-io.ts';
import { readInputBytes } from '../read-input-file.ts';
import { readVariables } from '../read-variables.ts';
import { loadRegistry } from '../registry.ts';
import type { Candidate } from './candidate.ts';
import type { Position } from './find-position.ts';

/** A larger plan takes longer to read than someone waits for a completion. */
const MAX_PLAN_BYTES = 1_000_000;

/** Connections of the plan that the command line names which can be discovered, or what the one that is named lists. */
export async function listConnections(
  { given, values }: Position,
  { io, wants }: { readonly io: CliIo; readonly wants: 'connection' | 'listing' },
): Promise<readonly Candidate[]> {
  const [file, named] = given;
  if (file === undefined || statSync(resolve(io.cwd, file)).size > MAX_PLAN_BYTES) return [];
  const registry = await loadRegistry({}, io.cwd);
  const variables = readVariables({ var: values.get('--var') ?? [], varFile: values.get('--var-file') ?? [] }, io.cwd);
  const planPath = resolve(io.cwd, file);
  const [name] = values.get('--env') ?? [];
  const environment = name === undefined ? undefined : planEnvironment(planPath, name);
  const connections = listDiscoverable(readInputBytes(file, io.cwd), {
    file,
    registry,
    variables,
    readFile: planFileReader(planPath),
    ...defined({ environment }),
  });
  if (wants === 'connection')
    return connections.map(({ connection, listings }) => ({
      value: connection,
      description: listings.map(({ name }) => name).join(', '),
    }));
  const found = connections.find(({ connection }) => connection === named);
  return found?.listings.map(({ name, title }) => ({ value: name, description: title })) ?? [];
}
