import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { ProviderRegistry } from '@waybill/core';
import { buildEditorSchema } from '@waybill/core/internal';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { JSON_FORMAT } from '../json-format.ts';
import type { CommonFlags, JsonFlag } from '../plan-options.ts';
import { loadRegistry } from '../registry.ts';
import { askInit, type InitProviders } from '../scaffold/ask-init.ts';
import { planScaffold, type ScaffoldFile, type ScaffoldOptions } from '../scaffold/plan-scaffold.ts';
import type { NextStep } from '../views/documents/json-objects.ts';
import { commandLine } from '../views/folds/command-line.ts';
import { renderNextSteps } from '../views/text/render-outcome.ts';
import { createStyle, type Style } from '../views/text/style.ts';
import { visibleText } from '../views/text/visible-text.ts';

export interface InitFlags extends CommonFlags, JsonFlag {
  /** Types, and files of modules. */
  readonly provider?: readonly string[];
  readonly kind?: string;
  readonly name?: string;
  readonly ci?: 'github' | 'gitlab' | 'none';
  readonly yes?: boolean;
}

/** Writes a plan to start from, and what belongs beside it. No file that exists is overwritten. */
export async function init(directory: string | undefined, flags: InitFlags, io: CliIo): Promise<ExitCode> {
  const folder = resolve(io.cwd, directory ?? '.');
  const isAsking = io.isInteractive && flags.yes !== true && flags.json !== true;
  const { registry, providers } = await readProviders(flags, io);
  const answers = await askInit({
    folder,
    flags: { ...flags, ...pipelineFor(providers, flags) },
    io,
    registry,
    providers,
    isAsking,
  });
  const editorSchema = buildEditorSchema(registry);
  const options: ScaffoldOptions = { ...answers, folder, editorSchema };
  const files = planScaffold(options);
  if (isAsking && !(await confirm(files, io))) return EXIT.stopped;
  for (const file of files) write(file);
  report({ options, files, providers }, flags, io);
  return EXIT.done;
}

/** A word with a slash or with the ending of a script is a file; a plan is then for the providers that it adds. */
async function readProviders(
  { provider: words = [] }: InitFlags,
  io: CliIo,
): Promise<{ readonly registry: ProviderRegistry; readonly providers: InitProviders }> {
  const files = words.filter((word) => /[/\\]|\.[cm]?[jt]s$/.test(word));
  const [builtIn, registry] = await Promise.all([loadRegistry(), loadRegistry({ provider: files }, io.cwd)]);
  const added = [...registry.keys()].filter((type) => !builtIn.has(type));
  const types = words.filter((word) => !files.includes(word));
  return { registry, providers: { files, types: types.length === 0 ? added : types } };
}

/** No pipeline that we write names a file whose code it runs: whoever can change the file could run code in it. */
function pipelineFor({ files }: InitProviders, { ci = 'none' }: InitFlags): Pick<InitFlags, 'ci'> {
  if (files.length === 0) return {};
  if (ci === 'none') return { ci };
  throw new CliError(
    'CLI_OPTION_INVALID',
    `--ci ${ci} writes no pipeline for the provider of a module.`,
    'Leave out --ci. In a pipeline of your own, pass --provider to each command, with a file that only trusted people change.',
  );
}

interface Written {
  readonly options: ScaffoldOptions;
  readonly files: readonly ScaffoldFile[];
  readonly providers: InitProviders;
}

async function confirm(files: readonly ScaffoldFile[], io: CliIo): Promise<boolean> {
  const lines = files.map(({ path, action }) => `  ${WILL[action].padEnd(8)} ${shown(path, io)}`);
  const answer = await io.ask(`\n${lines.join('\n')}\nWrite them? [Y/n] `);
  if (answer !== undefined && /^\s*(y(es)?)?\s*$/i.test(answer)) return true;
  io.stderr.write('Nothing was written.\n');
  return false;
}

const WILL: Readonly<Record<ScaffoldFile['action'], string>> = { create: 'create', extend: 'extend', keep: 'keep' };
const DID: Readonly<Record<ScaffoldFile['action'], string>> = {
  create: 'created',
  extend: 'extended',
  keep: 'kept',
};

function write({ path, text, action }: ScaffoldFile): void {
  if (action === 'keep') return;
  mkdirSync(dirname(path), { recursive: true });
  if (action === 'extend') appendFileSync(path, text);
  else writeNew(path, text);
}

/** A file that came into being meanwhile is not overwritten either. */
function writeNew(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    throw new CliError('CLI_FILE_EXISTS', `${path} exists and is not overwritten.`, 'Run the command again.');
  }
}

function report(written: Written, flags: InitFlags, io: CliIo): void {
  const { files } = written;
  const next = nextSteps(written, io);
  if (flags.json === true) {
    const object = {
      format_version: JSON_FORMAT,
      kind: 'initialized',
      plan: shown(files[0]?.path ?? '', io),
      files: files.map(({ path, action }) => ({ path: shown(path, io), action: DID[action] })),
      next_steps: next,
    };
    io.stdout.write(`${JSON.stringify(object)}\n`);
    return;
  }
  const style = createStyle(io.stdout, io.env, flags);
  const lines = [...files.map((file) => renderFile(file, style, io)), ...renderNextSteps(next, style)];
  io.stdout.write(`${lines.join('\n')}\n`);
}

function renderFile({ path, action }: ScaffoldFile, style: Style, io: CliIo): string {
  const symbol = action === 'keep' ? style.symbols.pending : style.paint('green', style.symbols.done);
  const why = action === 'keep' ? style.paint('dim', '  it already exists') : '';
  return `${symbol} ${DID[action].padEnd(8)} ${visibleText(shown(path, io))}${why}`;
}

function nextSteps({ options: { starter }, files, providers }: Written, io: CliIo): readonly NextStep[] {
  const context = { file: shown(files[0]?.path ?? '', io), flags: { provider: providers.files } };
  const variables = [...starter.secrets, ...starter.credentials].join(', ');
  const rehearse = {
    command: commandLine('rehearse', context),
    why: 'carry it out against simulated vendors; no account needed',
  };
  return [
    { command: commandLine('validate', context), why: 'after you have filled in your own values' },
    // Of a provider of a module, no simulated vendor is known.
    ...(providers.files.length === 0 ? [rehearse] : []),
    { command: commandLine('doctor', context), why: `check this machine, credentials and secrets: ${variables}` },
    { command: commandLine('plan', context), why: 'see what it will do' },
  ];
}

/** As the user would write it. */
function shown(path: string, io: CliIo): string {
  return relative(io.cwd, path);
}
