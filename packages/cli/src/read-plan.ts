import { normalize, resolve } from 'node:path';
import {
  type Diagnostic,
  type DiagnosticStyle,
  defined,
  hasErrors,
  type PlanEnvironment,
  renderDiagnostics,
} from '@waybill/core';
import { decodeText } from '@waybill/core/internal';
import {
  type CompiledPlan,
  checkPlanInTurns,
  isSavedPreview,
  parseSavedPreview,
  planFileReader,
  type SavedPreview,
} from '@waybill/node';
import { MOST_DETAILED_STEPS, planEnvironment } from '@waybill/node/internal';
import { noteSecretNames } from './clean-error.ts';
import { CliError } from './cli-error.ts';
import type { CliIo } from './cli-io.ts';
import type { CommonFlags, JsonFlag, VariableFlags } from './plan-options.ts';
import { readInputBytes } from './read-input-file.ts';
import { readVariables } from './read-variables.ts';
import { loadRegistry } from './registry.ts';
import { diagnosticsJson } from './views/documents/diagnostics-json.ts';
import { commandLine } from './views/folds/command-line.ts';
import { createStyle, type Paint } from './views/text/style.ts';

/** A plan of so long a text has tens of thousands of units, whatever is in it. */
const LONG_TEXT_BYTES = 1_000_000;

/** The plan that a command line names, compiled. */
export interface NamedPlan extends CompiledPlan {
  /** The saved preview that was named in place of the plan. */
  readonly saved?: SavedPreview;
}

export interface ReadPlanFlags extends VariableFlags, CommonFlags, JsonFlag {
  /** The plan that a saved preview must be of. */
  readonly plan?: string;
}

/**
 * Reads and compiles a plan, or the plan that a saved preview was made of, with its inputs. What is wrong with it goes to stderr (and, with `--json`, as one object to stdout);
 * undefined when there are errors.
 */
export async function readPlan(
  file: string,
  flags: ReadPlanFlags,
  io: CliIo,
  { continuesRun = false }: { readonly continuesRun?: boolean } = {},
): Promise<NamedPlan | undefined> {
  const { planFile, text, variables, environment, saved } = readPlanSource(file, flags, io);
  const registry = await loadRegistry(flags, io.cwd);
  // Before its units are made: later, the young space has grown already.
  if (text.byteLength > LONG_TEXT_BYTES) io.saveMemory();
  const readFile = planFileReader(resolve(io.cwd, planFile));
  const checked = await checkPlanInTurns(text, {
    file: planFile,
    registry,
    variables,
    readFile,
    ...defined({ environment }),
  });
  const { compiled, diagnostics, sources } = checked;
  if (compiled !== undefined) {
    if (compiled.graph.stepCount > MOST_DETAILED_STEPS) io.saveMemory();
    return { ...compiled, ...defined({ saved }) };
  }
  printDiagnostics(diagnostics, sources, flags, io);
  if (continuesRun) io.stderr.write(describeMissingInputs(diagnostics, planFile));
  if (flags.json === true) {
    const again = { command: commandLine('validate', { file: planFile, flags }), why: 'after fixing the plan' };
    io.stdout.write(`${JSON.stringify(diagnosticsJson(diagnostics, [again]))}\n`);
  }
  return undefined;
}

/** What a run that continues needs to be given again, and what can be given in its place. */
function describeMissingInputs(diagnostics: readonly Diagnostic[], file: string): string {
  const names = diagnostics
    .filter(({ code }) => code === 'PLAN_INPUT_MISSING')
    .map(({ path = '' }) => path.replace(/^inputs\./, ''));
  if (names.length === 0) return '';
  const options = names.map((name) => `--var ${name}=…`).join(' ');
  return `hint: The state keeps no values of inputs. Add ${options} with the values of the run before (or its --var-file), or name the saved preview that was applied in place of ${file}: it holds them.\n`;
}

/** What a plan is compiled from. */
export interface PlanSourceFile {
  readonly planFile: string;
  readonly text: Uint8Array;
  readonly variables: Readonly<Record<string, string>>;
  readonly environment: PlanEnvironment | undefined;
  readonly saved: SavedPreview | undefined;
}

/**
 * The plan that is named, or the one of the saved preview that is named, with its inputs.
 *
 * @throws CliError
 */
export function readPlanSource(file: string, flags: ReadPlanFlags, io: CliIo): PlanSourceFile {
  const named = readInputBytes(file, io.cwd);
  const saved = parseIfSaved(file, named);
  if (flags.plan !== undefined) refuseOtherPlan(saved, { file, plan: flags.plan });
  if (saved !== undefined) refuseVariables(flags);
  if (saved !== undefined) refuseOtherEnvironment(file, saved, flags);
  const planFile = saved?.preview.plan.file ?? file;
  const text = saved === undefined ? named : readInputBytes(planFile, io.cwd);
  noteSecretNames(text, io);
  const variables = readVariables(saved === undefined ? flags : { var: saved.saved.variables }, io.cwd);
  const name = saved === undefined ? flags.env : saved.saved.environment;
  const environment = name === undefined ? undefined : planEnvironment(resolve(io.cwd, planFile), name);
  return { planFile, text, variables, environment, saved };
}

/** The saved preview that a file is, or undefined when it is a plan. */
function parseIfSaved(file: string, bytes: Uint8Array): SavedPreview | undefined {
  const { text } = decodeText(bytes);
  return isSavedPreview(text) ? parseSavedPreview(file, text) : undefined;
}

/** Before the file that the preview names is read: whoever could replace the preview chose that name. */
function refuseOtherPlan(
  saved: SavedPreview | undefined,
  named: { readonly file: string; readonly plan: string },
): void {
  if (saved === undefined)
    throw new CliError(
      'CLI_OPTION_INVALID',
      `--plan needs a saved preview, but ${named.file} is not one.`,
      'Leave --plan out, or name a preview that `waybill plan --out` saved.',
    );
  const { file } = saved.preview.plan;
  if (normalize(file) === normalize(named.plan)) return;
  throw new CliError(
    'CLI_PREVIEW_INVALID',
    `${named.file} cannot be used as a preview: it was made from ${file}, not from ${named.plan}.`,
    'Do not apply it. Find out where it comes from, and make a preview of the intended plan.',
  );
}

function refuseVariables({ var: variables, varFile }: VariableFlags): void {
  if ((variables ?? []).length + (varFile ?? []).length === 0) return;
  throw new CliError(
    'CLI_OPTION_INVALID',
    '--var and --var-file cannot be combined with a saved preview: it holds the inputs that it was made with.',
    'Pass them to `waybill plan --out` instead.',
  );
}

/** @throws CliError when the environment that is named is not the preview's */
export function refuseOtherEnvironment(file: string, { saved }: SavedPreview, { env }: VariableFlags): void {
  if (env === undefined || env === saved.environment) return;
  const made = saved.environment === undefined ? 'without an environment' : `for environment ${saved.environment}`;
  throw new CliError(
    'CLI_PREVIEW_INVALID',
    `${file} was made ${made}, not for ${env}.`,
    `Make a preview with \`waybill plan --env ${env} --out\`, or leave --env out.`,
  );
}

/** Findings for people, with their places in the files. */
export function printDiagnostics(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, string | Uint8Array>,
  flags: CommonFlags,
  io: CliIo,
): void {
  if (diagnostics.length === 0) return;
  const style = createStyle(io.stderr, io.env, flags);
  const color = (part: DiagnosticStyle, shown: string): string => style.paint(LOOKS[part], shown);
  // What is written to a file or a log is not read through a window.
  const columns = io.stderr.isTTY ? style.columns : undefined;
  io.stderr.write(`${renderDiagnostics(diagnostics, sources, { color, ...defined({ columns }) }).trimEnd()}\n`);
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
  if (hasErrors(diagnostics)) io.stderr.write(`\n${errors} ${errors === 1 ? 'error' : 'errors'}\n`);
}

const LOOKS: Readonly<Record<DiagnosticStyle, Paint>> = {
  error: 'red',
  warning: 'yellow',
  code: 'bold',
  place: 'cyan',
  gutter: 'dim',
  caret: 'red',
  hint: 'green',
};
