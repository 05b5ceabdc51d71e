#!/usr/bin/env node
import { refuseNode } from './refuse-node.ts';

const refusal = refuseNode(process.versions.node);
if (refusal === undefined) process.exitCode = await start();
else {
  process.stderr.write(`${refusal}\n`);
  process.exitCode = 1;
}

/** Loaded only now: an older Node could not load it. */
async function start(): Promise<number> {
  const [{ createProcessIo }, { runCli }] = await Promise.all([import('./process-io.ts'), import('./run-cli.ts')]);
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
  const code = await runCli(process.argv.slice(2), createProcessIo());
  // What was to be shown is not complete, whatever it was.
  return isLost && code === 0 ? 1 : code;
}
