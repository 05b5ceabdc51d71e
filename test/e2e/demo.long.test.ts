import { existsSync, globSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canStartRedis } from '../redis/support/redis-server.ts';
import { FOLDER_PREFIX } from '../servers/left-folders.ts';
import { canStart } from '../servers/require-servers.ts';
import { type ProcessEnd, StartedProcess } from './support/processes.ts';
import { ROOT } from './support/sandboxed.ts';

function startDemo(env: Readonly<Record<string, string>>): StartedProcess {
  return new StartedProcess(process.execPath, [join(ROOT, 'scripts', 'demo.ts')], { cwd: ROOT, env });
}

/** Node and redis-server, and no Java. */
function pathWithRedisAlone(): string {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-path-'));
  for (const program of ['redis-server', 'redis-check-rdb']) symlinkSync(onPath(program), join(folder, program));
  return [dirname(process.execPath), folder].join(delimiter);
}

function onPath(program: string): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const found = folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
  if (found === undefined) throw new Error(`no ${program} on PATH`);
  return found;
}

function expectDone({ code, stdout, stderr }: ProcessEnd): void {
  expect(code, `${stdout}\n${stderr}`).toBe(0);
  expect(stdout).toContain('tasks created: 46, created more than once: 0');
}

describe('the demo', () => {
  it.skipIf(!canStartRedis())(
    'finds the keys that a copy between real servers has damaged, and copies them again',
    async () => {
      // Without a way to the servers of the part that comes after it.
      const none = { WAYBILL_SERVERS: mkdtempSync(join(tmpdir(), 'waybill-none-')), JAVA_HOME: '' };
      const end = await startDemo({ PATH: pathWithRedisAlone(), HOME: process.env['HOME'] ?? '', ...none }).ended;
      expectDone(end);
      expect(end.stdout).toContain('Source and target differ: 3 with a different value');
      expect(end.stdout).toContain('compared: 2 equal');
    },
  );

  it.skipIf(!canStart('elasticsearch-6.7', 'elasticsearch-7.10'))(
    'moves an index between two real clusters, and leaves no server behind',
    async () => {
      const demo = startDemo({ PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' });
      const end = await demo.ended;
      expectDone(end);
      expect(end.stdout).toContain('compared: 1 equal');
      expect(end.stdout).toContain('the alias orders shows 20001 documents');
      expect(globSync(`${FOLDER_PREFIX}${demo.pid}-*`, { cwd: tmpdir() })).toEqual([]);
    },
  );

  it('says in one line what to install where the servers cannot be fetched', async () => {
    const env = { PATH: dirname(process.execPath), WAYBILL_SERVERS: mkdtempSync(join(tmpdir(), 'waybill-none-')) };
    const end = await startDemo(env).ended;
    expectDone(end);
    expect(end.stdout).toMatch(/7\. Between real Redis servers: left out\. .+Install it with: apt-get install/);
    expect(end.stdout).toMatch(/8\. Between real clusters: left out\. .+ install (?:it|one) \(Debian: apt-get install/);
  });
});
