import { defined } from '@waybill/core';
import { nonEmpty } from '@waybill/core/internal';
import type { FaultRule, SandboxOptions } from '@waybill/sandbox';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { loadStands, type StandFlags } from '../load-stands.ts';
import { parseCount, parseRuntimeMs } from '../parse-options.ts';
import type { CommonFlags } from '../plan-options.ts';
import { type DataFlags, dataWords, readDataOptions, startData } from '../read-data-options.ts';
import { readJsonOption } from '../read-json-option.ts';

export interface SandboxFlags extends CommonFlags, StandFlags, DataFlags {
  readonly port: string;
  readonly seed: string;
  readonly clock: string;
  readonly credentials?: string;
  readonly settings?: string;
  readonly durations?: string;
  readonly faults?: string;
  readonly for?: string;
  readonly env?: boolean;
}

/** A sandbox in the background that nobody stops ends by itself. */
const BACKGROUND_LIFETIME = '12h';

/** Serves the vendors' APIs on loopback until it is interrupted, or in the background with `--env`. */
export async function sandbox(flags: SandboxFlags, io: CliIo): Promise<ExitCode> {
  if (flags.env === true) return startInBackground(flags, io);
  const { readyLine, startSandbox } = await import('@waybill/sandbox');
  const lifetimeMs = flags.for === undefined ? undefined : parseRuntimeMs(flags.for, '--for');
  const options = await readOptions(flags, io);
  await using data = await startData(flags, io);
  await using server = await startSandbox({ ...options, data: data.planes }).catch((error) => {
    throw isPortTaken(error) ? portTakenError(flags.port) : error;
  });
  const ended = untilEnded(io, lifetimeMs);
  io.stdout.write(`${readyLine(server)}\n`);
  if (io.stderr.isTTY)
    io.stderr.write(`The sandbox listens on ${server.url}. Ctrl-C stops it and discards everything.\n`);
  await ended;
  return EXIT.done;
}

function isPortTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

function portTakenError(port: string): CliError {
  return new CliError(
    'CLI_OPTION_INVALID',
    `--port ${port}: another process uses this port.`,
    'Stop that process, such as an earlier sandbox, or choose another port; 0 is any free one.',
  );
}

/** Starts the same command as a process of its own, and prints what a shell needs to use it. */
async function startInBackground(flags: SandboxFlags, io: CliIo): Promise<ExitCode> {
  // Whatever is wrong with the options is reported here: the output of the other process is not shown.
  await readOptions(flags, io);
  await readDataOptions(flags, io);
  parseRuntimeMs(flags.for ?? BACKGROUND_LIFETIME, '--for');
  const { pid, firstLine } = await io.startDetached(['sandbox', ...wordsOf(flags)]);
  if (firstLine === '') throw endedError(flags);
  const ready = JSON.parse(firstLine) as { readonly url: string; readonly env: Readonly<Record<string, string>> };
  const variables = { ...ready.env, WAYBILL_SANDBOX_URL: ready.url, WAYBILL_SANDBOX_PID: String(pid) };
  for (const [name, value] of Object.entries(variables)) io.stdout.write(`export ${name}=${quoted(value)}\n`);
  return EXIT.done;
}

/** Options that cannot be used were reported before: a given port is what is left to go wrong. */
function endedError({ port }: SandboxFlags): CliError {
  const message = 'The sandbox ended before it was ready.';
  const withoutEnv = 'Without `--env` the sandbox shows its own error.';
  if (port === '0') return new CliError('CLI_SANDBOX_ENDED', message, withoutEnv);
  return new CliError(
    'CLI_SANDBOX_ENDED',
    `${message} Usually another process, such as an earlier sandbox, uses port ${port}.`,
    `Stop that process, or choose another \`--port\` (0 is any free one). ${withoutEnv}`,
  );
}

function wordsOf(flags: SandboxFlags): readonly string[] {
  const options = ['port', 'seed', 'clock', 'credentials', 'settings', 'durations', 'faults'] as const;
  const given = options.flatMap((name) => (flags[name] === undefined ? [] : [`--${name}`, flags[name]]));
  const stands = (flags.stand ?? []).flatMap((file) => ['--stand', file]);
  return [...given, ...dataWords(flags), ...stands, '--for', flags.for ?? BACKGROUND_LIFETIME];
}

/** For every POSIX shell. */
function quoted(value: string): string {
  return `'${value.replaceAll("'", `'\\''`)}'`;
}

async function readOptions(flags: SandboxFlags, io: CliIo): Promise<SandboxOptions> {
  const credentials = readJsonOption('--credentials', flags.credentials, io);
  const settings = readJsonOption('--settings', flags.settings, io);
  const durations = readJsonOption('--durations', flags.durations, io);
  const faults = readJsonOption('--faults', flags.faults, io);
  const stands = await loadStands(flags, io.cwd);
  return {
    port: parsePort(flags.port),
    seed: parseCount(flags.seed, '--seed', 0),
    clock: await parseClock(flags.clock),
    ...defined({
      credentials: credentials === undefined ? undefined : await parseCredentials(credentials, stands),
      stands: nonEmpty(stands),
      settings,
      durations,
      faults: faults === undefined ? undefined : asList<FaultRule>('--faults', faults),
    }),
  };
}

/** `real`, `virtual` or `fixed`; the latter two may say where they begin: `virtual@2026-03-01T12:00:00Z`. */
async function parseClock(text: string): Promise<NonNullable<SandboxOptions['clock']>> {
  const { createFixedClock, createRealClock, createVirtualClock } = await import('@waybill/sandbox');
  const [kind, start] = text.split('@', 2);
  const startMs = start === undefined ? createRealClock().now() : Date.parse(start);
  if (kind === 'real' && start === undefined) return createRealClock();
  if (kind === 'virtual' && !Number.isNaN(startMs)) return createVirtualClock(Math.floor(startMs));
  if (kind === 'fixed' && !Number.isNaN(startMs)) return createFixedClock(Math.floor(startMs));
  throw new CliError(
    'CLI_OPTION_INVALID',
    `--clock ${text} is not a clock.`,
    'Write real, virtual or fixed, optionally with a start: virtual@2026-03-01T12:00:00Z.',
  );
}

async function parseCredentials(
  given: object,
  stands: SandboxOptions['stands'],
): Promise<NonNullable<SandboxOptions['credentials']>> {
  const { buildCredentials, standsWith } = await import('@waybill/sandbox');
  const known = buildCredentials({}, standsWith(stands));
  for (const [provider, fields] of Object.entries(given)) {
    const names = Object.keys(known[provider as keyof typeof known] ?? {});
    for (const [name, value] of Object.entries(Object(fields) as object)) {
      if (names.includes(name) && (typeof value === 'string' || value === null)) continue;
      throw new CliError(
        'CLI_OPTION_INVALID',
        `--credentials: ${provider}.${name} is not a credential.`,
        `Known credentials, as text: ${Object.entries(known)
          .map(([key, values]) => `${key} { ${Object.keys(values).join(', ')} }`)
          .join(', ')}.`,
      );
    }
  }
  return given;
}

function parsePort(text: string): number {
  const port = parseCount(text, '--port', 0);
  if (port > 65_535)
    throw new CliError(
      'CLI_OPTION_INVALID',
      `--port ${text} is higher than 65535.`,
      'Choose a port from 1 to 65535, or 0 for any free one.',
    );
  return port;
}

function asList<Item>(option: string, value: object): readonly Item[] {
  if (Array.isArray(value)) return value;
  throw new CliError(
    'CLI_OPTION_INVALID',
    `${option} takes a list of rules.`,
    'Write it as [{ "operation": …, "fault": { "kind": … } }].',
  );
}

/** Resolves at the first interrupt, or when the time is over. */
function untilEnded(io: CliIo, lifetimeMs: number | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = lifetimeMs === undefined ? undefined : setTimeout(() => end(), lifetimeMs);
    const unsubscribe = io.signals.onInterrupt(() => end());
    const end = (): void => {
      clearTimeout(timer);
      unsubscribe();
      resolve();
    };
  });
}
