import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { parseCount } from '../parse-options.ts';
import type { CommonFlags } from '../plan-options.ts';
import { readInputFile } from '../read-input-file.ts';

export interface SandboxFlags extends CommonFlags {
  readonly port: string;
  readonly seed: string;
  readonly settings?: string;
  readonly durations?: string;
  readonly faults?: string;
}

/** Serves the vendors' APIs on loopback until it is interrupted. */
export async function sandbox(flags: SandboxFlags, io: CliIo): Promise<ExitCode> {
  const { readyLine, startSandbox } = await import('@waybill/sandbox');
  const settings = readJsonOption('--settings', flags.settings, io);
  const durations = readJsonOption('--durations', flags.durations, io);
  const faults = readJsonOption('--faults', flags.faults, io);
  await using server = await startSandbox({
    port: parsePort(flags.port),
    seed: parseCount(flags.seed, '--seed', 0),
    ...(settings === undefined ? {} : { settings }),
    ...(durations === undefined ? {} : { durations }),
    ...(faults === undefined ? {} : { faults: asList('--faults', faults) }),
  });
  const interrupted = nextInterrupt(io);
  io.stdout.write(`${readyLine(server)}\n`);
  if (io.stderr.isTTY)
    io.stderr.write(`The sandbox listens on ${server.url}. Ctrl-C ends it and forgets everything.\n`);
  await interrupted;
  return EXIT.done;
}

function parsePort(text: string): number {
  const port = parseCount(text, '--port', 0);
  if (port > 65_535) throw new CliError('CLI_OPTION_INVALID', `--port ${text} is higher than 65535.`);
  return port;
}

/** JSON text when it looks like it, a file otherwise. */
function readJsonOption(option: string, given: string | undefined, io: CliIo): object | undefined {
  if (given === undefined) return undefined;
  const text = /^\s*[[{]/.test(given) ? given : readInputFile(given, io.cwd);
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    throw new CliError('CLI_OPTION_INVALID', `${option} ${given} is not valid JSON.`);
  }
  throw new CliError('CLI_OPTION_INVALID', `${option} ${given} is neither a JSON object nor a list.`);
}

function asList<Item>(option: string, value: object): readonly Item[] {
  if (Array.isArray(value)) return value;
  throw new CliError(
    'CLI_OPTION_INVALID',
    `${option} takes a list of rules.`,
    'Write it as [{ "operation": …, "fault": { "kind": … } }].',
  );
}

function nextInterrupt(io: CliIo): Promise<void> {
  return new Promise((resolve) => {
    const unsubscribe = io.signals.onInterrupt(() => {
      unsubscribe();
      resolve();
    });
  });
}
