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
  const told = describeError(error);
  if (isJson) {
    const next = nextAfterError(told.code, position);
    const object = { format_version: JSON_FORMAT, kind: 'error', ...told, next_steps: next };
    io.stdout.write(`${JSON.stringify(object)}\n`);
  }
  io.stderr.write(`error ${told.code}: ${told.message}\n`);
  if (told.hint !== undefined) io.stderr.write(`hint: ${told.hint}\n`);
  if (isDebug && error instanceof Error) io.stderr.write(`${error.stack ?? ''}\n`);
  return exitCodeOfError(told.code);
}

interface ToldError {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

function describeError(error: unknown): ToldError {
  if (isWaybillError(error) && error.code !== 'INTERNAL_INVARIANT') {
    return { code: error.code, message: error.message, ...(error.hint === undefined ? {} : { hint: error.hint }) };
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

/** Told by its shape: the base class is in core, which is not loaded to report that loading failed. */
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
