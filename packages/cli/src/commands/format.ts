import { type Diagnostic, hasErrors } from '@waybill/core';
import { decodeText, formatPlan } from '@waybill/core/internal';
import type { CliIo } from '../cli-io.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { JSON_FORMAT } from '../json-format.ts';
import type { CommonFlags, JsonFlag } from '../plan-options.ts';
import { readInputBytes } from '../read-input-file.ts';
import { printDiagnostics } from '../read-plan.ts';
import { diagnosticsJson } from '../views/documents/diagnostics-json.ts';
import type { NextStep } from '../views/documents/json-objects.ts';
import { quoteWord } from '../views/folds/command-line.ts';
import { writeWhole } from '../write-whole.ts';

export interface FormatFlags extends CommonFlags, JsonFlag {
  readonly check?: boolean;
}

/** Stands for standard input; the plan goes to standard output. */
const STDIN = '-';

interface Formatted {
  readonly file: string;
  readonly before: string;
  /** Undefined when the text cannot be read. */
  readonly after: string | undefined;
}

/** Brings plans into canonical form. With a plan that cannot be read among them, no file is changed. */
export async function format(files: readonly string[], flags: FormatFlags, io: CliIo): Promise<ExitCode> {
  const sources = new Map<string, Uint8Array>();
  for (const file of files) sources.set(file, file === STDIN ? await io.readStdin() : readInputBytes(file, io.cwd));
  const found: Diagnostic[] = [];
  const all = [...sources].map(([file, source]): Formatted => {
    const { text, diagnostics } = formatPlan(source, { file });
    found.push(...diagnostics);
    const before = decodeText(source).text;
    return { file, before, after: text };
  });
  const isReadable = !hasErrors(found);
  if (isReadable && flags.check !== true) for (const formatted of all) write(formatted, flags, io);
  printDiagnostics(found, sources, flags, io);
  const changed = isReadable ? all.filter(({ before, after }) => before !== after).map(({ file }) => file) : [];
  report({ given: files, changed, found, isReadable }, flags, io);
  return !isReadable || (flags.check === true && changed.length > 0) ? EXIT.error : EXIT.done;
}

function write({ file, before, after = before }: Formatted, flags: FormatFlags, io: CliIo): void {
  if (file !== STDIN) {
    if (after !== before) writeWhole(file, io.cwd, after);
  } else if (flags.json !== true) io.stdout.write(after);
}

interface Outcome {
  readonly given: readonly string[];
  readonly changed: readonly string[];
  readonly found: readonly Diagnostic[];
  readonly isReadable: boolean;
}

function report({ given, changed, found, isReadable }: Outcome, flags: FormatFlags, io: CliIo): void {
  const files = changed.filter((file) => file !== STDIN);
  if (flags.json !== true) {
    for (const file of flags.check === true ? changed : files) {
      io.stdout.write(flags.check === true ? `${file} is not formatted\n` : `${file}\n`);
    }
    return;
  }
  if (!isReadable) {
    const again = { command: formatCommand(given), why: 'after fixing what cannot be read' };
    io.stdout.write(`${JSON.stringify(diagnosticsJson(found, [again]))}\n`);
    return;
  }
  const next: readonly NextStep[] =
    flags.check === true && files.length > 0
      ? [{ command: formatCommand(files), why: 'bring them into canonical form' }]
      : [];
  const { diagnostics } = diagnosticsJson(found);
  const object = { format_version: JSON_FORMAT, kind: 'formatted', check: flags.check === true, changed, diagnostics };
  io.stdout.write(`${JSON.stringify({ ...object, next_steps: next })}\n`);
}

function formatCommand(files: readonly string[]): string {
  return ['waybill', 'fmt', ...files].map(quoteWord).join(' ');
}
