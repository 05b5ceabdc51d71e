import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commandProgram } from './support/command-program.ts';
import { createFolder, StartedProcess } from './support/processes.ts';

const README = readFileSync(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8');
/** As it is written there, up to how the command is called, and with tasks that are over in a moment. */
const DURATIONS = '{"alicloudPendingMs":50,"alicloudRunningMs":100}';

function block(after: string, language: string): string {
  const start = README.indexOf(`\`\`\`${language}\n`, README.indexOf(after));
  return README.slice(start + language.length + 4, README.indexOf('\n```', start + 3));
}

it('the example of the README runs as it is shown, in a shell and against the sandbox', async () => {
  const commands = block('test/e2e/readme-example.test.ts runs it', 'sh');
  expect(commands.split('\n')).toHaveLength(5);
  const folder = createFolder();
  writeFileSync(join(folder, 'shop.yaml'), block('check: file shop.yaml', 'yaml'));
  const stopAlways = 'trap \'kill "$WAYBILL_SANDBOX_PID" 2>/dev/null || true\' EXIT\n';
  const script = commands
    .replaceAll('npm run -s waybill --', `'${process.execPath}' '${commandProgram()}'`)
    .replace('sandbox --env', `sandbox --env --durations '${DURATIONS}'`);
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder };
  const shell = new StartedProcess('sh', ['-e', '-c', `${stopAlways}${script}`], { cwd: folder, env });
  const { code, stdout } = await shell.ended;
  expect(stdout).toContain('2 to do');
  expect(stdout).toContain('2 units: 2 succeeded');
  expect(code).toBe(0);
});
