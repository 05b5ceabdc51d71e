// Runs every bench, or those that are named, prints what was measured and, after all of them, rewrites the results in
// docs/benchmarks.md. Ends with 1 when a bar is missed.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { benches } from './benches.ts';
import { renderResults, replaceResults } from './support/report.ts';
import type { Row } from './support/row.ts';

const documentPath = join(import.meta.dirname, '..', '..', 'docs', 'benchmarks.md');
const named = process.argv.slice(2);
const names = named.length === 0 ? Object.keys(benches) : named;

const rows: Row[] = [];
for (const name of names) {
  console.log(`${name} …`);
  const measured = await runApart(name);
  for (const row of measured) console.log(describe(row));
  rows.push(...measured);
}
if (named.length === 0) {
  const results = renderResults(rows, new Date());
  writeFileSync(documentPath, replaceResults(readFileSync(documentPath, 'utf8'), results));
  console.log('\ndocs/benchmarks.md has the results.');
}
const missed = rows.filter((row) => !row.isHeld);
console.log(`${rows.length - missed.length} of ${rows.length} bars are held.`);
process.exitCode = missed.length === 0 ? 0 : 1;

async function runApart(name: string): Promise<readonly Row[]> {
  const child = fork(join(import.meta.dirname, 'bench-main.ts'), [name], { execArgv: ['--expose-gc'] });
  let measured: readonly Row[] | undefined;
  child.on('message', (message) => {
    measured = message as readonly Row[];
  });
  await once(child, 'exit');
  if (measured === undefined) throw new Error(`the bench ${name} came to no end`);
  return measured;
}

function describe({ what, measured, bar, isHeld, detail }: Row): string {
  return `  ${isHeld ? 'held  ' : 'MISSED'}  ${what}: ${measured} (bar ${bar}; ${detail})`;
}
