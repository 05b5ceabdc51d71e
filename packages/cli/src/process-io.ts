import { spawn } from 'node:child_process';
import { createInterface as createLines } from 'node:readline';
import { createInterface } from 'node:readline/promises';
import { isSea } from 'node:sea';
import { buffer } from 'node:stream/consumers';
import { describeHost, isProcessAlive } from '@waybill/node/host';
import type { CliIo, DetachedProcess, InterruptName, TerminalSize, TextOutput } from './cli-io.ts';
import { dropRepeated } from './drop-repeated.ts';
import { ignoresHangUp } from './ignores-hang-up.ts';
import { createMemorySaver } from './save-memory.ts';

/** The real process as `CliIo`. */
export function createProcessIo(): CliIo {
  return {
    stdout: textOutput(process.stdout),
    stderr: textOutput(process.stderr),
    env: process.env,
    cwd: process.cwd(),
    host: { ...describeHost(), isProcessAlive },
    signals: { onInterrupt },
    ask,
    readStdin: () => buffer(process.stdin),
    // Asked for only when it matters: opening standard input takes time.
    get isInteractive() {
      return process.stdin.isTTY === true && process.stderr.isTTY === true;
    },
    startDetached,
    ...createMemorySaver(),
    exitNow: (code) => process.exit(code),
  };
}

async function startDetached(words: readonly string[]): Promise<DetachedProcess> {
  const child = spawn(process.execPath, [...programWords(), ...words], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const lines = createLines({ input: child.stdout });
  const { value } = await lines[Symbol.asyncIterator]().next();
  lines.close();
  child.stdout.destroy();
  child.unref();
  return { pid: child.pid ?? 0, firstLine: value ?? '' };
}

/** What Node is given to run this program; a single executable is the program itself. */
function programWords(): readonly string[] {
  const [program = ''] = process.argv.slice(1);
  return isSea() ? [] : [...process.execArgv, program];
}

function textOutput(stream: NodeJS.WriteStream): TextOutput {
  return {
    write: (text) => void stream.write(text),
    isTTY: stream.isTTY === true,
    size: (): TerminalSize => ({ columns: stream.columns || 80, rows: stream.rows || 24 }),
  };
}

/** Calls the handler for each interrupt until the function that is returned is called. */
function onInterrupt(handler: (name: InterruptName) => void): () => void {
  const onOnce = dropRepeated(handler, () => performance.now());
  // Node has restored the default, which would end the process.
  const onHangUp = ignoresHangUp(process.env, process.ppid) ? () => {} : () => onOnce('SIGHUP');
  process.on('SIGHUP', onHangUp);
  const onLost = (): void => handler('output-lost');
  process.on('SIGINT', handler);
  process.on('SIGTERM', onOnce);
  if (process.stdout.errored !== null) queueMicrotask(onLost);
  process.stdout.on('error', onLost);
  return () => {
    process.off('SIGINT', handler);
    process.off('SIGTERM', onOnce);
    process.off('SIGHUP', onHangUp);
    process.stdout.off('error', onLost);
  };
}

/** Ctrl-C and the end of the input are no answer. */
async function ask(question: string): Promise<string | undefined> {
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new Promise<undefined>((resolve) => reader.once('close', () => resolve(undefined)));
  reader.once('SIGINT', () => reader.close());
  try {
    return await Promise.race([reader.question(question), closed]);
  } finally {
    reader.close();
  }
}
