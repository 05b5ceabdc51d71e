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
  // A reader that went away (`waybill plan … | head`) is no error of ours.
  process.stdout.on('error', (error: Error & { code?: string }) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return await runCli(process.argv.slice(2), createProcessIo());
}
