import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { disarmWorkflowCommands } from './disarm-workflow-commands.ts';
import { runCli } from './run-cli.ts';
import { FakeIo } from './testing/fake-io.ts';

const IN_ACTIONS = { GITHUB_ACTIONS: 'true' };

/** What a runner takes for a command. */
function isObeyed(text: string): boolean {
  return text.split(/\r\n|\r|\n/).some((line) => line.trimStart().startsWith('::') || line.includes('##['));
}

function print(pieces: readonly string[], env: Record<string, string>, isJson = false): string {
  const io = new FakeIo({ env });
  const { stdout } = disarmWorkflowCommands(io, isJson);
  for (const piece of pieces) stdout.write(piece);
  return io.stdout.text;
}

describe('in a GitHub Actions job', () => {
  test.each([
    ['::error::owned', ': :error::owned'],
    ['a ::b', 'a ::b'],
    ['\n \t::set-env name=x::y', '\n \t: :set-env name=x::y'],
    ['\r::stop', '\r: :stop'],
    ['text ##[command]x', 'text ## [command]x'],
    ['a::b # c ## d', 'a::b # c ## d'],
  ])('%j is printed as %j', (text, expected) => {
    expect(print([text], IN_ACTIONS)).toBe(expected);
  });

  test('no text is obeyed, in whatever pieces it is written', () => {
    const text = fc.string({
      unit: fc.constantFrom(':', '#', '[', ']', ' ', '\n', '\r', '\t', '\u00a0', 'a'),
      maxLength: 30,
    });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 8 }), (pieces) => {
        const printed = print(pieces, IN_ACTIONS);
        expect(isObeyed(printed)).toBe(false);
        expect(printed).toBe(print([pieces.join('')], IN_ACTIONS));
        expect(printed.replaceAll(' ', '')).toBe(pieces.join('').replaceAll(' ', ''));
      }),
      { numRuns: 3_000 },
    );
  });

  test('JSON says the same as before', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(':', '#', '[', '\n', 'a', '"', '\\') }), (text) => {
        const printed = print([JSON.stringify({ text })], IN_ACTIONS, true);
        expect(isObeyed(printed)).toBe(false);
        expect(JSON.parse(printed)).toEqual({ text });
      }),
    );
  });

  test('the whole command line is covered: a file name of a plan is no command', async () => {
    const run = async (env: Record<string, string>): Promise<string> => {
      const io = new FakeIo({ env });
      await runCli(['validate', 'x\n::error::owned ##[group]'], io);
      return io.stdout.text + io.stderr.text;
    };
    expect(isObeyed(await run(IN_ACTIONS))).toBe(false);
    expect(isObeyed(await run({}))).toBe(true);
  });
});

test('elsewhere nothing is changed', () => {
  expect(print(['::error::x ##[y]'], {})).toBe('::error::x ##[y]');
});
