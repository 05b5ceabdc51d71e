import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type ProcessEnd, StartedProcess, waitFor } from '../e2e/support/processes.ts';

const MODULE = join(import.meta.dirname, 'end-with-process.ts');
const UNTIL_SIGNAL = `setInterval(() => {}, 2 ** 30);`;

/** A program that has something to end, and prints `ended` then. */
function start(rest: string): StartedProcess {
  const program = `
    import { writeSync } from 'node:fs';
    import { endWithProcess } from '${MODULE}';
    const registration = endWithProcess(() => writeSync(1, 'ended '));
    writeSync(1, 'ready ');
    ${rest}`;
  const env = { PATH: process.env['PATH'] ?? '' };
  const args = ['--input-type=module-typescript', '--eval', program];
  return new StartedProcess(process.execPath, args, { cwd: import.meta.dirname, env });
}

async function signalled(rest: string, signal: NodeJS.Signals): Promise<ProcessEnd> {
  const program = start(rest);
  await waitFor('a program that is ready', () => program.stdout.includes('ready'));
  program.kill(signal);
  return program.ended;
}

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends it on %s, which still ends the process', async (signal) => {
  expect(await signalled(UNTIL_SIGNAL, signal)).toMatchObject({ code: null, signal, stdout: 'ready ended ' });
});

it('leaves a signal to the program that handles it', async () => {
  const rest = `process.on('SIGTERM', () => { writeSync(1, 'own '); process.exit(3); }); ${UNTIL_SIGNAL}`;
  expect(await signalled(rest, 'SIGTERM')).toMatchObject({ code: 3, stdout: 'ready own ended ' });
});

it.each([
  ['the program comes to its end', '', 0, 'ready ended '],
  ['it exits', 'process.exit(4);', 4, 'ready ended '],
  ['it throws', `throw new Error('no');`, 1, 'ready ended '],
  ['it was taken back', 'registration[Symbol.dispose]();', 0, 'ready '],
])('when %s', async (_when, rest, code, stdout) => {
  expect(await start(rest).ended).toMatchObject({ code, stdout });
});
