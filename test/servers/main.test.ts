import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type StartedProcess, waitFor } from '../e2e/support/processes.ts';
import { isAlive } from './left-folders.ts';
import { canStart } from './require-servers.ts';
import { runCommand } from './support/run-command.ts';

describe('the command', () => {
  it('explains itself', async () => {
    const { code, stdout } = await runCommand(['--help']).ended;
    expect(code).toBe(0);
    expect(stdout).toContain('up [names...]');
  });

  it.each([
    [['up', 'elasticsearch-5'], 'There is no server elasticsearch-5. Servers: elasticsearch-6.7, '],
    [['down'], 'There is no command down: see --help.'],
    [['up', '--heap', 'much'], '--heap is a number of megabytes'],
    [[], 'Usage: npm run servers'],
  ])('refuses %j', async (args, expected) => {
    const { code, stderr } = await runCommand(args).ended;
    expect([code, stderr]).toEqual([2, expect.stringContaining(expected)]);
  });
});

describe.skipIf(!canStart('elasticsearch-6.7'))('servers of the command', () => {
  interface Up {
    readonly command: StartedProcess;
    readonly url: string;
    readonly pid: number;
    readonly folder: string;
  }

  async function up(): Promise<Up> {
    const command = runCommand(['up', 'elasticsearch-6.7', '--heap', '256']);
    const pattern = /^elasticsearch-6\.7: (http:\S+) \(6\.7\.2, process (\d+)\); log: (.+)\n(?:.*\n)*Ctrl-C/m;
    const found = await waitFor('a running server', () => {
      if (!command.isAlive) throw new Error(command.stderr);
      return pattern.exec(command.stdout) ?? undefined;
    });
    return { command, url: found[1] ?? '', pid: Number(found[2]), folder: dirname(found[3] ?? '') };
  }

  it('run until Ctrl-C, and are removed then', async () => {
    const { command, url, pid, folder } = await up();
    expect((await fetch(url)).status).toBe(200);
    command.kill('SIGINT');
    expect((await command.ended).code).toBe(0);
    expect([isAlive(pid), existsSync(folder)]).toEqual([false, false]);
  });

  it('end by themselves when the command is killed', async () => {
    const { command, pid } = await up();
    command.kill('SIGKILL');
    await command.ended;
    await waitFor('the end of the server', () => !isAlive(pid));
  });
});
