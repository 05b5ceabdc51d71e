import type { WaybillError } from '@waybill/core';
import type { CliIo } from './cli-io.ts';
import type { Position } from './completion/find-position.ts';
import { type ExitCode, exitCodeOfError } from './exit-codes.ts';
import { JSON_FORMAT } from './json-format.ts';
import { nextAfterError } from './next-after-error.ts';

export interface ReportErrorOptions {
  readonly io: CliIo;
  readonly isJson: boolean;
  readonly isDebug: boolean;
  /** What the command line named. */
  readonly position: Position;
}

/** Tells the user about an error that ended a command, and gives the exit code. */
export function reportError(error: unknown, { io, isJson, isDebug, position }: ReportErrorOptions): ExitCode {
  const described = describeError(error);
  if (isJson) {
    const next = nextAfterError(described.code, position);
    const object = { format_version: JSON_FORMAT, kind: 'error', ...described, next_steps: next };
    io.stdout.write(`${JSON.stringify(object)}\n`);
  }
  io.stderr.write(`error ${described.code}: ${described.message}\n`);
  if (described.hint !== undefined) io.stderr.write(`hint: ${described.hint}\n`);
  for (const cause of chainBelow(error, described.message)) io.stderr.write(`caused by: ${cause}\n`);
  if (isDebug && error instanceof Error) io.stderr.write(`${error.stack ?? ''}\n`);
  return exitCodeOfError(described.code);
}

/** A chain of causes that is longer, or goes round, says nothing more. */
const MAX_CAUSES = 16;

interface DescribedError {
  readonly code: string;
  readonly message: string;
  /** Not shown where it is undefined, in JSON either. */
  readonly hint?: string | undefined;
}

function describeError(error: unknown): DescribedError {
  const system = isWaybillError(error) && error.code === 'RUN_BROKEN' ? causesOf(error).find(isSystemError) : undefined;
  if (system !== undefined) {
    return {
      code: 'SYSTEM_ERROR',
      message: `The operating system ended the run: ${firstLine(system.message)}`,
      hint: 'Check the path, its permissions and the free disk space. What was recorded is kept: `waybill resume` continues.',
    };
  }
  if (isWaybillError(error) && error.code !== 'INTERNAL_INVARIANT') {
    return { code: error.code, message: error.message, hint: error.hint };
  }
  if (isSystemError(error)) {
    return {
      code: 'SYSTEM_ERROR',
      message: firstLine(error.message),
      hint: 'Check the path, its permissions and the free disk space.',
    };
  }
  return {
    code: 'INTERNAL_ERROR',
    message: error instanceof Error ? firstLine(error.message) : String(error),
    hint: 'This is a fault in Waybill. Please report it, with what `--debug` prints; the state stays resumable.',
  };
}

/** Of a run that broke: the errors under it that its message does not already repeat. */
function chainBelow(error: unknown, message: string): readonly string[] {
  if (!isWaybillError(error) || error.code !== 'RUN_BROKEN') return [];
  const lines = causesOf(error).map((cause) => firstLine(cause.message));
  return [...new Set(lines)].filter((line) => line !== '' && !message.includes(line));
}

/** Everything that led to an error, the nearest first. A run has cleaned their texts. */
function causesOf(error: Error): readonly Error[] {
  const found: Error[] = [];
  const waiting: unknown[] = [error.cause];
  while (waiting.length > 0 && found.length < MAX_CAUSES) {
    const cause = waiting.shift();
    if (!(cause instanceof Error)) continue;
    found.push(cause);
    waiting.push(cause.cause, ...(cause instanceof AggregateError ? cause.errors : []));
  }
  return found;
}

/** Recognized by its shape: the base class is in core, which is not loaded to report that loading failed. */
function isWaybillError(error: unknown): error is WaybillError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && 'hint' in error;
}

/** The operating system refused something, or SQLite did on its behalf. */
function isSystemError(error: unknown): error is Error {
  return error instanceof Error && ('syscall' in error || ('code' in error && error.code === 'ERR_SQLITE_ERROR'));
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
