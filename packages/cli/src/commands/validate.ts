import { resolve } from 'node:path';
import { type Diagnostic, defined, hasErrors } from '@waybill/core';
import { checkPlan, planFileReader } from '@waybill/node';
import { planEnvironment } from '@waybill/node/internal';
import { noteSecretNames } from '../clean-error.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { CommonFlags, JsonFlag, VariableFlags } from '../plan-options.ts';
import { readInputBytes } from '../read-input-file.ts';
import { printDiagnostics } from '../read-plan.ts';
import { readVariables } from '../read-variables.ts';
import { loadRegistry } from '../registry.ts';
import { diagnosticsJson } from '../views/documents/diagnostics-json.ts';
import type { NextStep } from '../views/documents/json-objects.ts';
import { commandLine } from '../views/folds/command-line.ts';
import { counted } from '../views/folds/counted.ts';

export interface ValidateFlags extends CommonFlags, VariableFlags, JsonFlag {}

/** Checks plans without asking any API; every finding of every file at once. */
export async function validate(files: readonly string[], flags: ValidateFlags, io: CliIo): Promise<ExitCode> {
  const registry = await loadRegistry(flags, io.cwd);
  const variables = readVariables(flags, io.cwd);
  const plans = new Map(files.map((file) => [file, readInputBytes(file, io.cwd)]));
  const sources = new Map<string, string | Uint8Array>();
  const found: Diagnostic[] = [];
  const good: string[] = [];
  for (const [file, text] of plans) {
    noteSecretNames(text, io);
    const readFile = planFileReader(resolve(io.cwd, file));
    const { compiled, diagnostics, ...checked } = checkPlan(text, {
      file,
      registry,
      variables,
      readFile,
      ...defined({
        environment: flags.env === undefined ? undefined : planEnvironment(resolve(io.cwd, file), flags.env),
      }),
    });
    found.push(...diagnostics);
    for (const [name, source] of checked.sources) sources.set(name, source);
    if (compiled !== undefined) {
      const { units, stepCount } = compiled.graph;
      good.push(`${file} is valid: ${counted(units.length, 'unit')}, ${counted(stepCount, 'step')}`);
    }
  }
  if (flags.json === true)
    io.stdout.write(`${JSON.stringify(diagnosticsJson(found, nextSteps(files, hasErrors(found), flags)))}\n`);
  else {
    printDiagnostics(found, sources, flags, io);
    for (const line of good) io.stdout.write(`${line}\n`);
  }
  return hasErrors(found) ? EXIT.error : EXIT.done;
}

function nextSteps(files: readonly string[], isBroken: boolean, flags: ValidateFlags): readonly NextStep[] {
  return files.map((file) =>
    isBroken
      ? { command: commandLine('validate', { file, flags }), why: 'after fixing the plan' }
      : { command: commandLine('plan', { file, flags }), why: 'see what it will do' },
  );
}
