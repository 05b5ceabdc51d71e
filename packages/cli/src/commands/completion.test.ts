import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SHELL_SCRIPTS, type Shell } from '../completion/shell-scripts.ts';
import { runCli } from '../run-cli.ts';
import { FakeIo } from '../testing/fake-io.ts';
import { golden } from '../testing/golden.ts';
import { SHOP_PLAN } from '../testing/sandbox-session.ts';

const MAIN = join(import.meta.dirname, '..', 'main.ts');
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-completion-'));
  writeFileSync(
    join(folder, 'shop.yaml'),
    SHOP_PLAN.replace('description: Address of the APIs', 'default: https://x.example.com'),
  );
  writeFileSync(join(folder, 'needs-input.yaml'), SHOP_PLAN);
  writeFileSync(join(folder, 'broken.yaml'), 'a: [');
  writeFileSync(join(folder, 'notes.txt'), '');
  writeFileSync(join(folder, 'plan.preview.json'), '{}');
  mkdirSync(join(folder, 'plans'));
  writeFileSync(join(folder, 'plans', 'deep plan.yaml'), '');
  mkdirSync(join(folder, 'bin'));
  // What the shells call: the command as it is installed.
  writeFileSync(join(folder, 'bin', 'waybill'), `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`);
  chmodSync(join(folder, 'bin', 'waybill'), 0o755);
});
afterAll(() => rmSync(folder, { recursive: true }));

async function complete(...words: readonly string[]): Promise<readonly string[]> {
  const io = new FakeIo({ cwd: folder });
  expect(await runCli(['__complete', '--', ...words], io)).toBe(0);
  expect(io.stderr.text).toBe('');
  return io.stdout.text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t')[0] ?? '');
}

describe('what is offered', () => {
  test.each([
    [['app'], ['apply', 'approve']],
    [['state', 'a'], ['adopt']],
    [['help', 'vali'], ['validate']],
    [
      ['apply', '--log-level', ''],
      ['debug', 'info', 'warn', 'error'],
    ],
    [['apply', '--log-level=w'], ['--log-level=warn']],
    [['apply', 'shop.yaml', '--retry'], ['--retry-failed']],
    [['plan', '--units', '--unit'], []],
    [
      ['plan', '--var', 'a=b', '--va'],
      ['--var', '--var-file'],
    ],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['init', '--kind', 'o'], ['online-migration']],
    [
      ['schema', 'huaweicloud-dcs/k'],
      ['huaweicloud-dcs/kinds/online-migration', 'huaweicloud-dcs/kinds/backup-import'],
    ],
    [
      ['validate', ''],
      ['bin/', 'broken.yaml', 'needs-input.yaml', 'plan.preview.json', 'plans/', 'shop.yaml'],
    ],
    [['validate', 'shop.yaml', 's'], ['shop.yaml']],
    [['validate', 'plans/'], ['plans/deep plan.yaml']],
    [
      ['doctor', 'shop.yaml', '--scan', ''],
      ['bin/', 'plans/'],
    ],
    [['apply', '--log-file', 'no'], ['notes.txt']],
    [['status', 'shop.yaml', ''], []],
    [['__c'], []],
  ])('%j → %j', async (words, expected) => {
    expect((await complete(...words)).toSorted()).toEqual([...expected].toSorted());
  });

  test('units of the plan that the command line names, and steps of a unit that is written out', async () => {
    expect(await complete('skip', 'shop.yaml', 'o')).toEqual(['orders[orders-2024]', 'orders[orders-2025]']);
    expect(await complete('approve', '--no-color', 'shop.yaml', 'sess')).toEqual(['sessions']);
    expect(await complete('approve', 'shop.yaml', 'sessions.cut')).toEqual(['sessions.cutover']);
    expect(await complete('plan', 'shop.yaml', '--target', 'ses')).toEqual(['sessions']);
    expect(await complete('skip', 'needs-input.yaml', 'o')).toEqual([]);
    expect(await complete('skip', 'needs-input.yaml', '--var', 'endpoint=https://x.example.com', 'ses')).toEqual([
      'sessions',
    ]);
  });

  test.each(['broken.yaml', 'no-such.yaml', 'plans'])('nothing, and no message, for the plan %s', async (file) => {
    expect(await complete('skip', file, '')).toEqual([]);
  });

  test('the command that answers is not shown', async () => {
    const io = new FakeIo();
    await runCli(['--help'], io);
    expect(io.stdout.text).not.toContain('__complete');
  });
});

describe('the scripts', () => {
  test.each<Shell>(['bash', 'zsh', 'fish'])('that for %s is what it was', async (shell) => {
    const io = new FakeIo();
    expect(await runCli(['completion', shell], io)).toBe(0);
    expect(io.stdout.text).toBe(golden(`completion.${shell}`, io.stdout.text));
  });

  test('another shell is refused', async () => {
    const io = new FakeIo();
    expect(await runCli(['completion', 'bsh'], io)).toBe(1);
    expect(io.stderr.text).toContain('Allowed choices are bash, zsh, fish');
  });
});

/** Runs a script with `waybill` on its PATH; the completion script lies beside it. */
function runShell(shell: Shell, options: readonly string[], script: string): readonly string[] {
  const file = join(folder, `completion.${shell}`);
  writeFileSync(file, SHELL_SCRIPTS[shell]);
  const { stdout, stderr, error } = spawnSync(shell, [...options, '-c', `${script}`.replaceAll('SCRIPT', file)], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${join(folder, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`, HOME: folder },
    timeout: 100_000,
  });
  expect([error, stderr]).toEqual([undefined, '']);
  return stdout.split('\n').filter(Boolean);
}

const hasShell = (shell: Shell): boolean => spawnSync(shell, ['-c', ':']).status === 0;

function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
}

// One process of the shell and one of Node for each line.
describe.skipIf(!hasShell('bash'))('in bash', () => {
  test.each([
    // As readline splits a line: it breaks words at `=` too.
    [
      ['graph', 'shop.yaml', '--format', '='],
      ['mermaid', 'dot'],
    ],
    [['skip', 'shop.yaml', 'orders[orders-2024'], ['orders\\[orders-2024\\]']],
    [['skip', 'shop.yaml', "'orders[orders-2024"], ['orders[orders-2024]']],
  ])('%j becomes %j', (words, expected) => {
    const call = `COMP_WORDS=(waybill ${quoted(words)}); COMP_CWORD=${words.length}; _waybill`;
    const reply = runShell('bash', ['--norc'], `source SCRIPT; ${call}; printf '%s\n' "\${COMPREPLY[@]}"`);
    expect(reply).toEqual(expected);
  });

  test('the script registers itself', () => {
    expect(runShell('bash', ['--norc'], 'source SCRIPT; complete -p waybill')).toEqual([
      'complete -F _waybill waybill',
    ]);
  });
});

describe.skipIf(!hasShell('fish'))('in fish', () => {
  test('candidates come with their descriptions', () => {
    const reply = runShell(
      'fish',
      ['--no-config'],
      'source SCRIPT; complete --do-complete "waybill skip shop.yaml ord"',
    );
    expect(reply).toEqual(['orders[orders-2024]\tOrders of two years', 'orders[orders-2025]\tOrders of two years']);
  });
});

describe.skipIf(!hasShell('zsh'))('in zsh', () => {
  test.each([
    [
      ['validate', 'p'],
      ['-S  -- plans/', '-l -d descriptions -- plan.preview.json'],
    ],
    [['skip', 'shop.yaml', "'orders[orders-2024"], ['-l -d descriptions -- orders[orders-2024]']],
  ])('%j', (typed, expected) => {
    // The completion system works inside of the line editor only; these two stand for it.
    const setUp = 'compdef() { :; }; compadd() { print -r -- "$@"; }; source SCRIPT';
    const words = typed.map((word) => `"${word}"`).join(' ');
    expect(
      runShell('zsh', ['-f'], `${setUp}; words=(waybill ${words}); CURRENT=${typed.length + 1}; _waybill`),
    ).toEqual(expected);
  });
});
