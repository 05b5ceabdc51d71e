import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { RunEvent } from '@waybill/core';
import { messageOf } from '@waybill/core/internal';
import type { CliIo } from './cli-io.ts';
import type { MeteredExchange } from './views/folds/call-meter.ts';

/** A log for looking into a run afterwards. Not what users see: that is a view. */
export interface RunLog extends AsyncDisposable {
  event(event: RunEvent): void;
  exchange(exchange: MeteredExchange): void;
}

export interface RunLogFlags {
  readonly logFile?: string;
  readonly logLevel?: string;
}

/** Writes JSON lines with their level as a word to `--log-file`, readable by its owner only; without the option it writes nothing. */
export async function createRunLog(
  { logFile, logLevel }: RunLogFlags,
  io: Pick<CliIo, 'cwd' | 'stderr'>,
): Promise<RunLog> {
  if (logFile === undefined) return SILENT;
  const path = resolve(io.cwd, logFile);
  mkdirSync(dirname(path), { recursive: true });
  const { default: pino } = await import('pino');
  const destination = pino.destination({ dest: path, sync: true, append: true, mode: 0o600 });
  const formatters = { level: (label: string) => ({ level: label }) };
  const options = { name: 'waybill', level: logLevel ?? 'info', redact: [...SECRET_FIELDS], formatters };
  const logger = pino(options, destination);
  let isLost = false;
  const onLost = (error: unknown): void => {
    if (isLost) return;
    isLost = true;
    const why = messageOf(error);
    io.stderr.write(`warning: ${logFile} cannot be written: ${why}. The run continues without its log.\n`);
  };
  destination.on('error', onLost);
  /** A log is no part of the run: the first failure is reported, and nothing more is written. */
  const unlessLost = (write: () => void): void => {
    if (isLost) return;
    try {
      write();
    } catch (error) {
      onLost(error);
    }
  };
  return {
    event: ({ at, kind, ...fields }) =>
      unlessLost(() => logger[LEVELS[kind] ?? 'debug']({ at: new Date(at).toISOString(), ...fields }, kind)),
    exchange: (exchange) => unlessLost(() => logger.debug(exchange, 'exchange')),
    async [Symbol.asyncDispose]() {
      unlessLost(() => destination.end());
    },
  };
}

const SILENT: RunLog = { event: () => {}, exchange: () => {}, async [Symbol.asyncDispose]() {} };

/** Events carry no secrets: the engine takes them out. Should a field of such a name ever appear, its value stays out. */
const SECRET_FIELDS = ['password', 'secret', 'token', '*.password', '*.secret', '*.token'] as const;

/** Kinds that are not named are `debug`. */
const LEVELS: Readonly<Partial<Record<RunEvent['kind'], 'info' | 'warn' | 'error'>>> = {
  'run.started': 'info',
  'run.ended': 'info',
  'run.stopping': 'warn',
  'unit.succeeded': 'info',
  'unit.skipped': 'warn',
  'gate.waiting': 'info',
  'gate.approved': 'info',
  'step.succeeded': 'info',
  'step.failed': 'error',
  'step.unknown': 'warn',
  'step.resolved': 'info',
  'step.retrying': 'warn',
  'unit.failed': 'error',
  'provider.throttled': 'warn',
  'provider.unreachable': 'warn',
  'provider.reachable': 'info',
  'provider.suspended': 'error',
  'poll.failed': 'warn',
};
