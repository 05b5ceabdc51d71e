import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { compare } from '../support/compare.ts';
import { indicesPlan } from '../support/generate-plan.ts';
import { RemoteSandbox } from '../support/remote-sandbox.ts';
import type { Row } from '../support/row.ts';
import { buildCommand, builtCommand, runCommand } from '../support/run-command.ts';
import { scalePlan } from '../support/scale-plan.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const VALIDATED_UNITS = 20;
const APPLIED_UNITS = 200;
const MOST_OF_VERSION = 1.5;
const MOST_OF_VALIDATE = 6;
const MOST_MEGABYTES = 130;

/** The system counts processor time in hundredths of a second: a turn is so many processes one after another. */
const PROCESSES_OF_TURN = 8;
const ROUNDS = 7;
const TICK_MS = 10;

/** What a command costs before it does its work, against an empty program of Node; and what an apply of some size has in memory. */
export async function benchStartUp(): Promise<readonly Row[]> {
  buildCommand();
  using folder = temporaryFolder();
  writeFileSync(folder.file('plan.yaml'), indicesPlan({ unitCount: VALIDATED_UNITS, shape: 'list' }));
  const cwd = folder.file('.');
  const { empty, version, validate } = await compare({
    rounds: ROUNDS,
    tasks: {
      empty: () => processorMs(['--eval', '0'], cwd),
      version: () => processorMs(builtCommand(['version']), cwd),
      validate: () => processorMs(builtCommand(['validate', 'plan.yaml']), cwd),
    },
  });
  return [
    ratioRow('version', version / empty, MOST_OF_VERSION, [version, empty]),
    ratioRow(`validate of ${VALIDATED_UNITS} units`, validate / empty, MOST_OF_VALIDATE, [validate, empty]),
    await memoryRow(),
  ];
}

/** Of one process, in the middle of a turn. Node keeps what it compiles in the folder, as in the home of a user. */
function processorMs(words: readonly string[], cwd: string): number {
  const env = { HOME: cwd, PATH: process.env['PATH'] ?? '' };
  const before = childrenMs();
  for (let count = 0; count < PROCESSES_OF_TURN; count += 1) {
    const { status, stderr } = spawnSync(process.execPath, words, { cwd, env, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${words.join(' ')} ended with ${status}: ${stderr}`);
  }
  return (childrenMs() - before) / PROCESSES_OF_TURN;
}

/** Of all processes that this one has started and that have ended. Source: proc(5), `cutime` and `cstime`. */
function childrenMs(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) * TICK_MS;
}

function ratioRow(what: string, ratio: number, most: number, [own, empty]: readonly [number, number]): Row {
  return {
    what: `processor time of \`${what}\`, against \`node -e 0\``,
    measured: `${ratio.toFixed(2)} ×`,
    bar: `≤ ${most} ×`,
    isHeld: ratio <= most,
    detail: `${own.toFixed(0)} ms, empty ${empty.toFixed(0)} ms; compiled before, as from the second start on`,
  };
}

async function memoryRow(): Promise<Row> {
  using folder = temporaryFolder();
  await using sandbox = await RemoteSandbox.start();
  writeFileSync(folder.file('plan.yaml'), scalePlan({ sandbox, unitCount: APPLIED_UNITS }));
  const { megabytes, wallMs } = await runCommand({
    cwd: folder.file('.'),
    words: ['apply', 'plan.yaml', '--auto-approve', '--quiet'],
    env: { ...sandbox.env, PASSWORD: 'bench-password', HOME: folder.file('.') },
  });
  return {
    what: `most memory of an apply of ${APPLIED_UNITS} units`,
    measured: `${megabytes.toFixed(0)} MB`,
    bar: `≤ ${MOST_MEGABYTES} MB`,
    isHeld: megabytes <= MOST_MEGABYTES,
    detail: `resident, in ${(wallMs / 1_000).toFixed(1)} s`,
  };
}
