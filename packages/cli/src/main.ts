#!/usr/bin/env node
import { refuseNode } from './refuse-node.ts';

const refusal = refuseNode(process.versions.node);
// Loaded only now: an older Node could not load it.
if (refusal === undefined) process.exitCode = await (await import('./start.ts')).start();
else {
  process.stderr.write(`${refusal}\n`);
  process.exitCode = 1;
}
