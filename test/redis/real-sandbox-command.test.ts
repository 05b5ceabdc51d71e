import { existsSync, globSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { jsonLines } from '../e2e/support/command-line.ts';
import { commandProgram } from '../e2e/support/command-program.ts';
import { createFolder, type ProcessEnd, StartedProcess, waitFor } from '../e2e/support/processes.ts';
import { SOURCE, TARGET } from './support/real-sandbox.ts';
import { canStartRedis } from './support/redis-server.ts';

const PAIR = [{ id: SOURCE, data: { keys: 50, bigValueBytes: 100 } }, { id: TARGET }];

/** A sandbox with real servers in a process of its own, whose temporary files are in a folder of the test. */
class SandboxProcess {
  readonly process: StartedProcess;
  readonly folder: string;

  constructor(words: readonly string[] = ['--instances', JSON.stringify(PAIR)], folder: string = createFolder()) {
    this.folder = folder;
    this.process = new StartedProcess(process.execPath, [commandProgram(), 'sandbox', '--data', 'real', ...words], {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', TMPDIR: folder, NO_COLOR: '1' },
    });
  }

  /** Resolves with the process ids of its servers. */
  async servers(): Promise<readonly number[]> {
    await waitFor('it is ready', () => {
      if (!this.process.isAlive) throw new Error(this.process.stderr);
      return this.process.stdout.includes('sandbox.ready');
    });
    expect(jsonLines(this.process.stdout)[0]?.['instances']).toHaveLength(2);
    const pids = globSync('waybill-data-*/**/server.pid', { cwd: this.folder }).map((file) =>
      Number(readFileSync(join(this.folder, file), 'utf8')),
    );
    expect(pids).toHaveLength(2);
    return pids;
  }

  /** What is left on disk. */
  left(): readonly string[] {
    return readdirSync(this.folder).filter((name) => name.startsWith('waybill-data-'));
  }
}

function isRunning(pid: number): boolean {
  // A process that has ended and that nobody has waited for is no server any more.
  return existsSync(`/proc/${pid}/exe`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
}

/** Processes whose command line names the folder: the guards of servers, and the one of the whole folder. */
function guardsOf(folder: string): readonly number[] {
  return globSync('/proc/[0-9]*/cmdline').flatMap((file) => {
    try {
      const words = readFileSync(file, 'utf8').split('\0');
      return words[0] === '/bin/sh' && words.some((word) => word.startsWith(folder))
        ? [Number(file.split('/')[2])]
        : [];
    } catch {
      return [];
    }
  });
}

describe.skipIf(!canStartRedis())('a sandbox with real servers', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('leaves no server and no file behind after %s', async (signal) => {
    const sandbox = new SandboxProcess();
    const servers = await sandbox.servers();
    sandbox.process.kill(signal);
    const { code, signal: by, stderr } = await sandbox.process.ended;
    expect([code ?? by, stderr]).toEqual([signal === 'SIGKILL' ? 'SIGKILL' : 0, '']);
    await waitFor('its servers have ended', () => servers.every((pid) => !isRunning(pid)));
    await waitFor('its folder is gone', () => sandbox.left().length === 0);
  });

  it('that was killed together with its guards is cleaned up by the next one', async () => {
    const killed = new SandboxProcess();
    const servers = await killed.servers();
    onTestFinished(() => {
      for (const pid of servers) if (isRunning(pid)) process.kill(pid, 'SIGKILL');
    });
    const guards = guardsOf(killed.folder);
    // One for each server, and one for the folder.
    expect(guards).toHaveLength(3);
    for (const pid of guards) process.kill(pid, 'SIGKILL');
    killed.process.kill('SIGKILL');
    await killed.process.ended;
    expect(servers.every(isRunning)).toBe(true);
    const next = new SandboxProcess(undefined, killed.folder);
    await waitFor('it is ready', () => next.process.stdout.includes('sandbox.ready'));
    await waitFor('the servers of the first have ended', () => servers.every((pid) => !isRunning(pid)));
    expect(next.left()).toHaveLength(1);
    next.process.kill('SIGTERM');
    await next.process.ended;
    expect(next.left()).toEqual([]);
  });
});

/** A program that says so of itself. */
function programThatSays(folder: string, text: string): string {
  const path = join(folder, 'server');
  writeFileSync(path, `#!/bin/sh\necho '${text}'\n`, { mode: 0o755 });
  return path;
}

async function refusalOf(...words: readonly string[]): Promise<ProcessEnd> {
  const sandbox = new SandboxProcess(words);
  const end = await sandbox.process.ended;
  expect(sandbox.left()).toEqual([]);
  return end;
}

describe.skipIf(!canStartRedis())('the options of a sandbox with real servers', () => {
  const ONE = (more: object): string => JSON.stringify([{ id: SOURCE, ...more }]);
  const PROGRAM = 'not an executable program';
  const UNKNOWN = 'is not a redis-server: it does not report its version';
  const BAD: readonly (readonly [what: string, words: (folder: string) => readonly string[], message: string])[] = [
    ['a program that is not there', () => ['--redis-server', '/nowhere/redis-server'], PROGRAM],
    ['a folder as program', (folder) => ['--redis-server', folder], PROGRAM],
    [
      'a file that is no program',
      (folder) => {
        writeFileSync(join(folder, 'plain'), '');
        return ['--redis-server', join(folder, 'plain')];
      },
      PROGRAM,
    ],
    ['another program', () => ['--redis-server', '/bin/true'], UNKNOWN],
    ['a program that waits for input', () => ['--redis-server', '/bin/cat'], UNKNOWN],
    [
      'a version before streams',
      (folder) => ['--redis-server', programThatSays(folder, 'Redis server v=4.0.14 sha=0 malloc=libc bits=64')],
      'is Redis 4.0.14, and a sandbox needs 5.0 or later',
    ],
    [
      'a cluster of a version that cannot be given its second port',
      (folder) => [
        '--redis-server',
        programThatSays(folder, 'Redis server v=6.2.14 sha=0 malloc=libc bits=64'),
        '--instances',
        ONE({ mode: 'cluster' }),
      ],
      'is Redis 6.2.14, and an instance of the mode cluster needs 7.0 or later',
    ],
    ['no instances', () => ['--instances', '[]'], '--instances: the list must NOT have fewer than 1 items'],
    ['an id that is none', () => ['--instances', '[{"id":"x"}]'], '--instances: the list/0/id must match pattern'],
    ['a file of instances that is not there', () => ['--instances', 'instances.json'], 'there is no such file'],
    ['a member that no instance has', () => ['--instances', ONE({ host: 'x' })], 'must NOT have additional properties'],
    ['an instance twice', () => ['--instances', JSON.stringify([{ id: SOURCE }, { id: SOURCE }])], 'is listed twice'],
    [
      'a server elsewhere',
      () => ['--instances', ONE({ address: '10.0.0.1:6379' })],
      'not an address that a sandbox can reach',
    ],
    [
      'a server that is not there',
      () => ['--instances', ONE({ address: '127.0.0.1:9' })],
      'nothing answers at 127.0.0.1:9',
    ],
    ['more data than memory', () => ['--instances', ONE({ maxMemoryMb: 3, data: { keys: 20_000 } })], 'maxMemoryMb'],
    ['buckets that are not there', () => ['--buckets', '/nowhere'], '/nowhere is not a folder'],
  ];

  it.each(BAD)('refuse %s in one clear error', async (_, words, message) => {
    const folder = createFolder();
    const { code, stdout, stderr } = await refusalOf(...words(folder));
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(message);
    expect(stderr.match(/^error /gm)).toHaveLength(1);
  });
});
