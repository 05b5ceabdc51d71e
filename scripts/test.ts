// Runs every check and every test, and ends with a line that a machine can read: `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const resultsPath = join(root, 'test', 'results', 'vitest.json');

const checks: readonly (readonly [name: string, command: string, args: readonly string[]])[] = [
  ['format and lint', 'biome', ['check', '--error-on-warnings', '.']],
  ['type-aware lint', 'oxlint', ['--type-aware', '--deny-warnings']],
  ['types', 'tsc', ['-b']],
];

rmSync(resultsPath, { force: true });
const failedChecks = checks.filter(([name, command, args]) => run(name, command, args) !== 0);
const testStatus = run('tests', 'vitest', [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile=${resultsPath}`,
]);
const counts = readCounts();

for (const [name] of failedChecks) console.error(`FAILED: ${name}`);
console.log(
  `${counts.passed + checks.length - failedChecks.length} passed, ${counts.failed + failedChecks.length} failed`,
);
process.exitCode = testStatus === 0 && failedChecks.length === 0 && counts.passed > 0 ? 0 : 1;

function run(name: string, command: string, args: readonly string[]): number {
  console.log(`\n> ${name}: ${command} ${args.join(' ')}`);
  const { status, error } = spawnSync(join(root, 'node_modules', '.bin', command), args, {
    cwd: root,
    stdio: 'inherit',
  });
  if (error !== undefined) console.error(`${command} could not be started: ${error.message}`);
  return status ?? 1;
}

/** A test file that cannot be loaded counts as one failure: no test of it ran. */
function readCounts(): { readonly passed: number; readonly failed: number } {
  try {
    const report = JSON.parse(readFileSync(resultsPath, 'utf8'));
    const brokenFiles = report.testResults.filter(
      (file: { status: string; assertionResults: unknown[] }) =>
        file.status === 'failed' && file.assertionResults.length === 0,
    );
    return { passed: report.numPassedTests, failed: report.numFailedTests + brokenFiles.length };
  } catch {
    return { passed: 0, failed: 1 };
  }
}
