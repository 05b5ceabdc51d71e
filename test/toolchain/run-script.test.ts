import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { createFolder, StartedProcess, waitFor } from '../e2e/support/processes.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const RUN_SCRIPT = pathToFileURL(join(ROOT, 'scripts', 'run-script.mjs')).href;
/** Gives a program a terminal of its own. */
const SCRIPT = '/usr/bin/script';
const CTRL_C = '\u0003';

/** Says which signals it gets, and ends with SIGTERM. */
const LISTENER = `
  process.on('SIGINT', () => console.log('got SIGINT'));
  process.on('SIGTERM', () => { console.log('got SIGTERM'); process.exit(7); });
  setTimeout(() => process.exit(1), 60_000);
  console.log('listening, started by ' + process.ppid);
`;

/** Ends with the first signal, in order. */
const STOPPER = `
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(name, () => { console.log('stopped by ' + name); process.exit(4); });
  setTimeout(() => process.exit(1), 60_000);
  console.log('listening ' + process.pid);
`;

/** What an npm script does: this code in a process of its own, and in between the one that starts it. */
function starterOf(code: string): readonly string[] {
  const call = `runScript(process.execPath, ['-e', ${JSON.stringify(code)}], process.env)`;
  return ['--input-type=module', '-e', `import { runScript } from '${RUN_SCRIPT}';\n${call};`];
}

test.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)(
  '%s reaches the script that was started, and its end is the end of both',
  async (signal) => {
    // Without a terminal, as where a service or another program starts it.
    const starter = start('setsid', [process.execPath, ...starterOf(STOPPER)]);
    await waitFor('the script listens', () => starter.stdout.includes('listening'));
    starter.kill(signal);
    const { code, stdout } = await starter.ended;
    expect([code, stdout.split('\n')[1]]).toEqual([4, `stopped by ${signal}`]);
  },
);

test('no shell is left between npm and the script: npm passes a signal on to its child alone', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Readonly<Record<string, string>>;
  };
  const started = Object.values(scripts).filter((script) => script.includes('setup.mjs'));
  expect(started.length).toBeGreaterThan(5);
  for (const script of started) expect(script).toMatch(/^exec node scripts\/setup\.mjs/);
});

test('a script that a signal ends is reported as a shell reports it', async () => {
  const starter = start(
    process.execPath,
    starterOf('process.kill(process.pid, "SIGKILL"); setTimeout(() => {}, 60_000);'),
  );
  expect((await starter.ended).code).toBe(137);
});

test.skipIf(!existsSync(SCRIPT))('Ctrl-C in a terminal reaches the script once', async () => {
  const folder = createFolder();
  const words = [process.execPath, ...starterOf(LISTENER)].map(quote).join(' ');
  const terminal = start('sh', ['-c', `mkfifo keys && exec ${SCRIPT} -qec ${quote(words)} /dev/null <>keys`], folder);
  await waitFor('the script listens', () => terminal.stdout.includes('listening'));
  const starter = Number(/started by (\d+)/.exec(terminal.stdout)?.[1]);
  appendFileSync(join(folder, 'keys'), CTRL_C);
  await waitFor('the key is noticed', () => terminal.stdout.includes('got SIGINT'));
  // Signals are passed on in their order, so that another SIGINT would come before this one.
  process.kill(starter, 'SIGTERM');
  const { stdout } = await terminal.ended;
  expect(stdout.match(/got \w+/g)).toEqual(['got SIGINT', 'got SIGTERM']);
});

function start(command: string, args: readonly string[], cwd = createFolder()): StartedProcess {
  return new StartedProcess(command, args, { cwd, env: { PATH: process.env['PATH'] ?? '' } });
}

function quote(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
