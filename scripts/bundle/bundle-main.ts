#!/usr/bin/env node
import { refuseNode } from '../../packages/cli/src/refuse-node.ts';
// What a bundle starts with. Its files are CommonJS modules, in which nothing can be awaited outside of a function.
import { keepCompiled } from './keep-compiled.ts';

/** As Node ends a process in which nothing is left that could settle what is awaited. */
const UNSETTLED = 13;

const refusal = refuseNode(process.versions.node);
if (refusal === undefined) {
  keepCompiled(process.env);
  const onIdle = (): void => {
    process.exitCode = UNSETTLED;
  };
  process.on('beforeExit', onIdle);
  void import('../../packages/cli/src/start.ts').then(async ({ start }) => {
    process.exitCode = await start();
    process.off('beforeExit', onIdle);
  });
} else {
  process.stderr.write(`${refusal}\n`);
  process.exitCode = 1;
}
