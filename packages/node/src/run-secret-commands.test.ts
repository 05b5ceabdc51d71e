import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SecretCommand, SecretCommandError, SecretCommandsRefusedError, type SecretSource } from '@waybill/core';
import { afterAll, describe, expect, it } from 'vitest';
import { inspectSecretCommands, refuseSecretCommands, runSecretCommands } from './run-secret-commands.ts';

const SECRET = 'hunter2-and-more';
const folder = mkdtempSync(join(tmpdir(), 'waybill-commands-'));
const surroundings = { env: { ...process.env, SECRET }, cwd: folder };
afterAll(() => rmSync(folder, { recursive: true }));

describe('the value of a command', () => {
  it.each([
    ['one line', 'process.stdout.write(process.env.SECRET + "\\n")', SECRET],
    ['a Windows line end', 'process.stdout.write(process.env.SECRET + "\\r\\n")', SECRET],
    ['no line end', 'process.stdout.write(process.env.SECRET)', SECRET],
    ['blanks around it', 'process.stdout.write(" a \\n")', ' a '],
  ])('is what it prints: %s', async (_what, script, value) => {
    const command = node(script);
    const outputOf = await runSecretCommands(planOf({ es: command }), surroundings);
    expect(outputOf(command)).toBe(value);
  });

  it('is printed by the program itself, with the arguments as they are', async () => {
    const command = node('console.log(JSON.stringify(process.argv.slice(1)))', '$HOME', '; echo x', '*', '`id`', 'a b');
    const outputOf = await runSecretCommands(planOf({ es: command }), surroundings);
    expect(outputOf(command)).toBe(JSON.stringify(['$HOME', '; echo x', '*', '`id`', 'a b']));
  });

  it('is asked for once, however many secrets share the command', async () => {
    const command = node('require("fs").appendFileSync("asked", "x"); console.log("v")');
    await runSecretCommands(planOf({ a: command, b: { ...command }, c: command }), surroundings);
    expect(readFileSync(join(folder, 'asked'), 'utf8')).toBe('x');
  });
});

describe('a hostile command', () => {
  it.each([
    ['hangs', 'setInterval(() => {}, 1000)', 'did not end within'],
    ['hangs and ignores signals', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)', 'did not end within'],
    ['prints nothing', '', 'printed nothing'],
    ['prints an empty line', 'console.log("")', 'printed nothing'],
    ['prints two lines', 'console.log(process.env.SECRET + "\\nb")', 'printed more than one line'],
    [
      'prints 10 MB',
      'process.stdout.write("x".repeat(10_000_000)); setInterval(() => {}, 1000)',
      'printed more than 64 KiB',
    ],
    ['prints bytes', 'process.stdout.write(Buffer.from([0xff, 0x41]))', 'printed something that is not UTF-8 text'],
    ['exits with 1', 'console.log(process.env.SECRET); process.exit(1)', 'exited with code 1'],
    ['writes the secret to stderr', 'console.error(process.env.SECRET); process.exit(3)', 'exited with code 3'],
    ['ends by a signal', 'process.kill(process.pid, "SIGKILL")', 'was ended by SIGKILL'],
  ])('that %s fails with a reason, and shows nothing of what it printed', async (what, script, reason) => {
    const command = { ...node(script), timeoutMs: what.startsWith('hangs') ? 1500 : 60_000 };
    const error = await failureOf({ es: command });
    expect(error).toBeInstanceOf(SecretCommandError);
    expect(error.message).toContain(reason);
    expect(error.message).toContain('(es)');
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toContain(SECRET);
  });

  it('that does not exist, or cannot have these arguments, fails by its name', async () => {
    const missing: SecretCommand = { kind: 'command', argv: ['no-such-program-here'], timeoutMs: 60_000 };
    expect((await failureOf({ es: missing })).message).toContain('no-such-program-here was not found (es)');
    expect((await failureOf({ es: node('a\0b') })).message).toContain('cannot be started with these arguments');
  });

  // Both leave a process behind that holds the output for a minute: the test ends long before that.
  it.each([
    ['in its group', 'false'],
    ['in a group of its own', 'true'],
  ])('that leaves a process behind %s has its value all the same', async (_where, detached) => {
    const left = `require("child_process").spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)"], { stdio: ["ignore", "inherit", "ignore"], detached: ${detached} }).unref()`;
    const command = { ...node(`${left}; console.log("v"); process.exit(0)`), timeoutMs: 50_000 };
    const { outputOf, faultOf } = await inspectSecretCommands(planOf({ es: command }), surroundings);
    expect([outputOf(command), faultOf(command)]).toEqual(['v', undefined]);
  });

  // Only Linux says which processes are below one.
  it.each(process.platform === 'linux' ? ['false', 'true'] : ['false'])(
    'that hangs is killed with what it started, in a group of its own: %s',
    async (detached) => {
      const start = (script: string) =>
        `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(script)}], { detached: ${detached}, stdio: "inherit" })`;
      const note = (method: string, file: string) => `require("fs").${method}("${file}", process.pid + "\\n")`;
      const scriptFor = (file: string) => {
        const deepest = `${note('appendFileSync', file)}; setTimeout(() => {}, 300_000)`;
        const child = `${note('writeFileSync', file)}; ${start(deepest)}; setTimeout(() => {}, 300_000)`;
        return `${start(child)}; setInterval(() => {}, 1000)`;
      };
      const below = await hangUntilBoth(scriptFor);
      expect(below.length).toBe(2);
      await expect.poll(() => below.filter(isAlive)).toEqual([]);
    },
  );

  it('is ended when the run stops', async () => {
    const stopping = new AbortController();
    const running = runSecretCommands(planOf({ es: { ...node('setInterval(() => {}, 1000)'), timeoutMs: 600_000 } }), {
      ...surroundings,
      signal: stopping.signal,
    });
    stopping.abort(new Error('stop'));
    await expect(running).rejects.toThrow('stop');
  });
});

it('all that fail are one error, grouped by what went wrong', async () => {
  const members = Object.fromEntries(
    Array.from({ length: 9 }, (_, index) => [`redis[r${index}]`, node('process.exit(2)', `r${index}`)]),
  );
  const { message } = await failureOf({ ...members, ok: node('console.log("v")') });
  expect(message).toContain(
    'exited with code 2 (redis[r0], redis[r1], redis[r2], redis[r3], redis[r4] and 4 more of redis)',
  );
  expect(message).not.toContain('ok');
});

it('a plan with commands is refused by their names, and one without is not', () => {
  expect(() => refuseSecretCommands(planOf({ es: node('') }))).toThrow(SecretCommandsRefusedError);
  expect(() => refuseSecretCommands(planOf({ es: node('') }))).toThrow('es');
  expect(() => refuseSecretCommands(planOf({ es: { kind: 'env', name: 'ES' } }))).not.toThrow();
});

function node(script: string, ...args: readonly string[]): SecretCommand {
  return { kind: 'command', argv: [process.execPath, '-e', script, ...args], timeoutMs: 60_000 };
}

function planOf(secrets: Readonly<Record<string, SecretSource>>) {
  return { secrets: new Map(Object.entries(secrets)) };
}

/** Gives the two processes below the command, with a limit in which both have begun: on a machine under load they take seconds. */
async function hangUntilBoth(scriptFor: (file: string) => string): Promise<readonly number[]> {
  for (let timeoutMs = 1_000; ; timeoutMs *= 3) {
    // What a shorter try started may still write: into a file of its own.
    const file = `below-${timeoutMs}`;
    await failureOf({ es: { ...node(scriptFor(file)), timeoutMs } });
    const below = join(folder, file);
    const pids = existsSync(below) ? readFileSync(below, 'utf8').trim().split('\n').map(Number) : [];
    if (pids.length === 2 || timeoutMs > 100_000) return pids;
  }
}

async function failureOf(secrets: Readonly<Record<string, SecretSource>>): Promise<Error> {
  const ending: unknown = await runSecretCommands(planOf(secrets), surroundings).catch((error: unknown) => error);
  if (ending instanceof Error) return ending;
  throw new Error('the commands gave values');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
