import { resolve } from 'node:path';
import { defined } from '@waybill/core';
import type { EffectivePlan } from '@waybill/core/internal';
import { type CompiledPlan, planFileReader } from '@waybill/node';
import { readEffectivePlan } from '@waybill/node/internal';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { CommonFlags, JsonFlag, StateFlag, VariableFlags } from '../plan-options.ts';
import { printDiagnostics, readPlanSource } from '../read-plan.ts';
import { loadRegistry } from '../registry.ts';
import { diagnosticsJson } from '../views/documents/diagnostics-json.ts';
import type { NextStep } from '../views/documents/json-objects.ts';
import { commandLine } from '../views/folds/command-line.ts';
import { counted } from '../views/folds/counted.ts';
import { effectiveJson, renderEffective } from '../views/text/render-effective.ts';

export interface ShowEffectiveFlags extends CommonFlags, VariableFlags, StateFlag, JsonFlag {
  readonly all?: boolean;
  readonly units?: boolean;
  readonly target?: readonly string[];
  readonly format?: string;
}

/** Prints every value of a plan as it is used, and where it comes from. Asks no API, and reads neither secrets nor state. */
export async function showEffective(file: string, flags: ShowEffectiveFlags, io: CliIo): Promise<ExitCode> {
  const isJson = refuseFormat(flags) === 'json';
  const { planFile, text, variables, environment, saved } = readPlanSource(file, flags, io);
  const isWhole = flags.all === true || flags.units === true;
  const { effective, compiled, diagnostics, sources } = await readEffectivePlan(text, {
    file: planFile,
    registry: await loadRegistry(flags, io.cwd),
    variables,
    readFile: planFileReader(resolve(io.cwd, planFile)),
    ...defined({ environment, units: isWhole ? ('all' as const) : flags.target }),
  });
  printDiagnostics(diagnostics, sources, flags, io);
  if (effective === undefined || compiled === undefined) {
    if (isJson) io.stdout.write(`${JSON.stringify(diagnosticsJson(diagnostics))}\n`);
    return EXIT.error;
  }
  const cut = describeCut(effective, compiled);
  const next = cut === undefined ? [] : nextSteps(file, flags);
  const facts = { effective, plan: compiled.plan, flags, isSaved: saved !== undefined, nextSteps: next };
  io.stdout.write(isJson ? `${JSON.stringify(effectiveJson(facts))}\n` : renderEffective(facts));
  if (!isJson && cut !== undefined) io.stderr.write(`${cut} All of them: ${next[0]?.command}\n`);
  return EXIT.done;
}

function refuseFormat({ format, json }: ShowEffectiveFlags): 'text' | 'json' {
  if (json === true || format === 'json') return 'json';
  if (format === undefined || format === 'text') return 'text';
  throw new CliError(
    'CLI_OPTION_INVALID',
    `--effective has no format ${format}: it prints a plan, or JSON.`,
    'Leave out --format, or pass --json.',
  );
}

/** Undefined: nothing was left out. */
function describeCut({ units }: EffectivePlan, { plan }: CompiledPlan): string | undefined {
  const total = [...plan.migrations.values()].reduce((sum, { forEach }) => sum + (forEach?.length ?? 0), 0);
  if (units.length === total) return undefined;
  return `The values of ${units.length} of ${counted(total, 'unit')} of \`for_each\` are shown.`;
}

function nextSteps(file: string, flags: ShowEffectiveFlags): readonly NextStep[] {
  const command = commandLine('show', { file, flags }, '--effective', '--all');
  return [{ command, why: 'the values of every unit' }];
}
