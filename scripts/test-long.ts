// Runs what is too long for `npm test`: kill rounds, soaks and wide matrices. Ends with `N passed, N failed`.
// `--record` writes the result, the date and the seed into docs/long-tests.md. `WAYBILL_SEED` repeats a run.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

interface FileResult {
  readonly name: string;
  readonly startTime: number;
  readonly endTime: number;
  readonly assertionResults: readonly { readonly title: string; readonly status: string }[];
}

const root = join(import.meta.dirname, '..');
const resultsPath = join(root, 'test', 'results', 'vitest-long.json');
const recordPath = join(root, 'docs', 'long-tests.md');
const seed = process.env['WAYBILL_SEED'] ?? String(Math.floor(Date.now() / 1_000) % 1_000_000);
const filters = process.argv.slice(2).filter((argument) => argument !== '--record');
const isRecorded = process.argv.includes('--record');

console.log(`WAYBILL_SEED=${seed}`);
rmSync(resultsPath, { force: true });
const { status } = spawnSync(
  join(root, 'node_modules', '.bin', 'vitest'),
  [
    'run',
    '--config=vitest.long.config.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${resultsPath}`,
    ...filters,
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, WAYBILL_SEED: seed } },
);
const files = readResults();
const tests = files.flatMap(({ assertionResults }) => assertionResults);
const passed = tests.filter((test) => test.status === 'passed').length;
// A file that cannot be loaded counts as one failure: no test of it ran.
const broken = files.filter(({ assertionResults }) => assertionResults.length === 0).length;
if (isRecorded) record();
console.log(`${passed} passed, ${tests.length - passed + broken} failed`);
process.exitCode = status === 0 && passed > 0 ? 0 : 1;

function readResults(): readonly FileResult[] {
  try {
    return JSON.parse(readFileSync(resultsPath, 'utf8')).testResults;
  } catch {
    return [];
  }
}

/** Replaces what is between the page's markers. */
function record(): void {
  const failed = files.flatMap((file) =>
    file.assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ title }) => `- failed: ${title} (${relative(root, file.name)})`),
  );
  const lines = [
    `Last run: ${new Date().toISOString().slice(0, 10)}, \`WAYBILL_SEED=${seed}\`, at commit ${commit()}: ${passed} passed, ${tests.length - passed + broken} failed.`,
    '',
    '| file | passed | failed | minutes |',
    '|---|---|---|---|',
    ...files.map(rowOf),
    ...(failed.length === 0 ? [] : ['', ...failed]),
  ];
  const page = readFileSync(recordPath, 'utf8');
  const marked = /(<!-- last run -->\n)[\s\S]*(<!-- end of last run -->)/;
  writeFileSync(
    recordPath,
    page.replace(marked, (_all, start, end) => `${start}\n${lines.join('\n')}\n\n${end}`),
  );
}

function rowOf(file: FileResult): string {
  const count = (wanted: string): number => file.assertionResults.filter(({ status }) => status === wanted).length;
  return `| ${relative(root, file.name)} | ${count('passed')} | ${count('failed')} | ${minutesOf(file)} |`;
}

function commit(): string {
  return spawnSync('git', ['rev-parse', '--short=8', 'HEAD'], { cwd: root, encoding: 'utf8' }).stdout.trim();
}

function minutesOf({ startTime, endTime }: FileResult): string {
  return ((endTime - startTime) / 60_000).toFixed(1);
}
