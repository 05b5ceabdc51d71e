import { CLI_VERSION } from './version.ts';

/** Runs the command that the process was started with, and gives its exit code. */
export async function start(): Promise<number> {
  const hasLost = watchOutput();
  const code = await runWords(process.argv.slice(2));
  // What was to be shown is not complete, whatever it was.
  return hasLost() && code === 0 ? 1 : code;
}

/** The version is printed before any command is loaded. */
async function runWords(words: readonly string[]): Promise<number> {
  if (words.length === 1 && VERSION_WORDS.has(words[0] ?? '')) {
    process.stdout.write(`waybill ${CLI_VERSION}\n`);
    return 0;
  }
  const [{ createProcessIo }, { runCli }] = await Promise.all([import('./process-io.ts'), import('./run-cli.ts')]);
  return await runCli(words, createProcessIo());
}

const VERSION_WORDS: ReadonlySet<string> = new Set(['version', '--version', '-V']);

/** The function that is returned says whether something could not be written. */
function watchOutput(): () => boolean {
  let isLost = false;
  // A reader that went away (`waybill plan … | head`) is no error of ours; a run stops in order (`onInterrupt`).
  process.stdout.on('error', (error: Error & { code?: string }) => {
    if (error.code === 'EPIPE') return;
    if (!isLost) process.stderr.write(`error SYSTEM_ERROR: standard output cannot be written: ${error.message}\n`);
    isLost = true;
    // The last words of a command are refused when its exit code is set already.
    if (process.exitCode === 0) process.exitCode = 1;
  });
  // The same of standard error has nowhere to be reported.
  process.stderr.on('error', () => {});
  return () => isLost;
}
