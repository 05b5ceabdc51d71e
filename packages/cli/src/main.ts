#!/usr/bin/env node
import { createProcessIo } from './process-io.ts';
import { runCli } from './run-cli.ts';

// A reader that went away (`waybill plan … | head`) is no error of ours.
process.stdout.on('error', (error: Error & { code?: string }) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await runCli(process.argv.slice(2), createProcessIo());
