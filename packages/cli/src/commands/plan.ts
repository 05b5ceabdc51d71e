import type { Preview } from '@waybill/core';
import { comparePreviews, defined } from '@waybill/core';
import { type PreviewOptions, parseSavedPreview, systemClock } from '@waybill/node';
import { MOST_DETAILED_STEPS } from '@waybill/node/internal';
import { askPreview } from '../ask-preview.ts';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { expectOutput } from '../expect-output.ts';
import { openNamed } from '../open-named.ts';
import { parseCount, parseOrigin, parseRuntimeMs } from '../parse-options.ts';
import type { CommonFlags, JsonFlag, SelectionFlags, StateFlag, VariableFlags } from '../plan-options.ts';
import { readInputFile } from '../read-input-file.ts';
import { type NamedPlan, readPlan } from '../read-plan.ts';
import { readVariables } from '../read-variables.ts';
import { savedVariables, savePreview } from '../saved-preview.ts';
import type { NextStep } from '../views/documents/json-objects.ts';
import { inputsOfSteps } from '../views/folds/inputs-of-steps.ts';
import { previewNextSteps } from '../views/preview/preview-next-steps.ts';
import { type PreviewFormat, printPreview } from '../views/preview/print-preview.ts';
import { LEAST_MAX_BYTES } from '../views/preview/render-markdown.ts';
import { checkSaved } from './check-saved.ts';
import { parseRunLimits } from './parse-run-limits.ts';

export interface PlanFlags extends CommonFlags, VariableFlags, StateFlag, JsonFlag, SelectionFlags {
  readonly units?: boolean;
  readonly requests?: boolean;
  readonly concise?: boolean;
  /** Text alone: how much there is to do, what blocks it, and what comes next. */
  readonly quiet?: boolean;
  readonly detailedExitcode?: boolean;
  readonly format?: PreviewFormat;
  readonly maxBytes: string;
  readonly out?: string;
  /** False for `--no-estimate`. */
  readonly estimate?: boolean;
  /** That of the run whose time is estimated. */
  readonly parallelism?: string;
  /** Asks no API. */
  readonly offline?: boolean;
  /** Neither reads nor sends the plan's secrets, and asks no endpoint but the vendors' own and those allowed. */
  readonly withoutSecrets?: boolean;
  readonly allowEndpoint?: readonly string[];
  /** `24h` by default; `never` too. */
  readonly expires: string;
  /** An earlier saved preview: what changed since is shown too. */
  readonly against?: string;
  /** A saved preview to compare with now, instead of showing one. */
  readonly check?: string;
}

/**
 * Shows what applying would do, and saves it when asked to. Asks the APIs by reads only; changes nothing else and creates
 * no state.
 */
export async function plan(file: string, flags: PlanFlags, io: CliIo): Promise<ExitCode> {
  if (flags.check !== undefined) return await checkSaved({ file, preview: flags.check }, flags, io);
  const output = parseOutput(flags);
  const { parallelism } = parseRunLimits(flags);
  const earlier = flags.against === undefined ? undefined : readEarlier(flags.against, output.format, io);
  if (flags.out !== undefined) expectOutput('--out', flags.out, io.cwd);
  const named = await readPlan(file, flags, io);
  if (named === undefined) return EXIT.error;
  // Before anything is asked: a preview that cannot be saved is not worth it.
  const variables = flags.out === undefined ? {} : savedVariables(readVariables(flags, io.cwd));
  await using opened = openNamed(named, flags, io);
  const { target = [], exclude = [] } = flags;
  const wanted = {
    target,
    exclude,
    detail: detailFor(named, { ...output, isCompared: earlier !== undefined }),
    estimates: flags.estimate !== false,
    ...defined({ parallelism }),
    fixesState: flags.out !== undefined,
  };
  const preview =
    flags.offline === true
      ? await opened.preview(wanted)
      : await askPreview(opened, { ...wanted, ...trustOf(flags) }, io);
  const context = { file, flags, inputsOfSteps: inputsOfSteps(named.plan.source.text) };
  const nextSteps = previewNextSteps(preview, {
    context,
    ...defined({ savedAs: flags.out }),
  });
  const expiry =
    flags.out === undefined ? {} : { expiresAt: await save(flags.out, { preview, nextSteps, variables }, flags, io) };
  const since = earlier === undefined ? undefined : { changes: comparePreviews(earlier, preview) };
  await printPreview(preview, { ...output, nextSteps, ...expiry, ...defined({ since }) }, flags, io);
  return exitCodeFor(preview, flags);
}

/** Before anything is asked: one that cannot be used is a mistake. */
function readEarlier(file: string, format: PreviewFormat, { cwd }: CliIo): Preview {
  if (format === 'json' || format === 'html')
    throw new CliError(
      'CLI_OPTION_INVALID',
      `--against works with text and markdown, not with ${format}.`,
      'Save the preview with --out, then use `waybill show FILE --against EARLIER --json`.',
    );
  return parseSavedPreview(file, readInputFile(file, cwd)).preview;
}

/** Naming an endpoint means that others are not asked. */
function trustOf({
  withoutSecrets,
  allowEndpoint,
}: PlanFlags): Pick<PreviewOptions, 'readsSecrets' | 'allowedEndpoints'> {
  if (withoutSecrets !== true && allowEndpoint === undefined) return {};
  return {
    readsSecrets: withoutSecrets !== true,
    allowedEndpoints: (allowEndpoint ?? []).map((named) => parseOrigin(named, '--allow-endpoint')),
  };
}

interface Output {
  readonly format: PreviewFormat;
  readonly maxBytes: number;
  readonly listsUnits: boolean;
  readonly showsRequests: boolean;
  readonly isConcise: boolean;
  readonly isQuiet: boolean;
  readonly isSaved: boolean;
}

function parseOutput(flags: PlanFlags): Output {
  if (flags.json === true && flags.format !== undefined && flags.format !== 'json')
    throw new CliError(
      'CLI_OPTION_INVALID',
      `--json and --format ${flags.format} exclude each other.`,
      'Use one of them: --json is --format json.',
    );
  const format = flags.json === true ? 'json' : (flags.format ?? 'text');
  if (flags.quiet === true) refuseMore(format, flags);
  return {
    format,
    maxBytes: parseCount(flags.maxBytes, '--max-bytes', LEAST_MAX_BYTES),
    listsUnits: flags.units === true,
    showsRequests: flags.requests === true,
    isConcise: flags.concise === true,
    isQuiet: flags.quiet === true,
    isSaved: flags.out !== undefined,
  };
}

/** A summary has nothing of what these show. */
function refuseMore(format: PreviewFormat, { units, requests, concise }: PlanFlags): void {
  const options = { '--units': units, '--requests': requests, '--concise': concise };
  const more = format === 'text' ? Object.entries(options).find(([, isGiven]) => isGiven === true)?.[0] : format;
  if (more === undefined) return;
  throw new CliError(
    'CLI_OPTION_INVALID',
    `--quiet prints a summary as text, but ${more} is for the whole preview.`,
    'Leave one of the two out.',
  );
}

function detailFor(
  { graph }: NamedPlan,
  { format, showsRequests, isSaved, isCompared }: Output & { readonly isCompared: boolean },
): 'full' | 'outline' {
  if ((isSaved || isCompared) && graph.stepCount > MOST_DETAILED_STEPS) return 'outline';
  return isSaved || isCompared || showsRequests || format === 'json' || format === 'html' ? 'full' : 'outline';
}

/** Until when the preview can be applied; null for ever. */
async function save(
  path: string,
  content: {
    readonly preview: Preview;
    readonly nextSteps: readonly NextStep[];
    readonly variables: Readonly<Record<string, string>>;
  },
  { expires }: PlanFlags,
  io: CliIo,
): Promise<string | null> {
  const nowMs = systemClock.now();
  const expiresAtMs = expires === 'never' ? undefined : nowMs + parseRuntimeMs(expires, '--expires');
  await savePreview(path, io.cwd, { ...content, nowMs, ...defined({ expiresAtMs }) });
  io.stderr.write(`Saved as ${path}.\n`);
  return expiresAtMs === undefined ? null : new Date(expiresAtMs).toISOString();
}

function exitCodeFor({ checks, state, totals }: Preview, { detailedExitcode }: PlanFlags): ExitCode {
  if (checks.counts.blocking > 0) return EXIT.error;
  const hasWork = (state?.steps_left ?? totals.steps) > 0;
  return detailedExitcode === true && hasWork ? EXIT.workToDo : EXIT.done;
}
