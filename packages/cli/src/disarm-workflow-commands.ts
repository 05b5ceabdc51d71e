import type { CliIo, TextOutput } from './cli-io.ts';

/**
 * In a GitHub Actions job, the same outputs with workflow commands made harmless: a runner obeys `::name …` at the start of
 * a line and `##[name]` anywhere in one, whoever wrote them, and plans and vendors are quoted on both streams. Elsewhere the
 * outputs as they are. `isJson`: what goes to stdout is JSON, which has to say the same afterwards.
 *
 * Source: GitHub Actions "Workflow commands"; the runner's `ActionCommand` trims white space before `::`.
 */
export function disarmWorkflowCommands(io: CliIo, isJson: boolean): CliIo {
  if (io.env['GITHUB_ACTIONS'] !== 'true') return io;
  return {
    stdout: disarmed(io.stdout, isJson),
    stderr: disarmed(io.stderr, false),
    env: io.env,
    cwd: io.cwd,
    host: io.host,
    signals: io.signals,
    isInteractive: io.isInteractive,
    ask: (question) => io.ask(question),
    readStdin: () => io.readStdin(),
    startDetached: (words) => io.startDetached(words),
    saveMemory: (of) => io.saveMemory(of),
    collectGarbage: () => io.collectGarbage(),
    exitNow: (code) => io.exitNow(code),
  };
}

function disarmed(output: TextOutput, isJson: boolean): TextOutput {
  let pending = '';
  return {
    isTTY: output.isTTY,
    size: () => output.size(),
    write(text) {
      if (text === '') return;
      const whole = disarmText(pending + text, isJson);
      output.write(whole.slice(disarmText(pending, isJson).length));
      pending = openingOf(pending + text);
    },
  };
}

/** A space inside of either mark; in JSON, where `#` is only ever inside of a string, its escape. */
function disarmText(text: string, isJson: boolean): string {
  if (isJson) return text.replaceAll('##[', '#\\u0023[');
  return text.replaceAll('##[', '## [').replace(/(^|[\r\n])([^\S\r\n]*):(?=:)/g, '$1$2: ');
}

/** How much of the end, already written, could be the beginning of a mark. */
function openingOf(text: string): string {
  const line = text.slice(Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1);
  if (/^\s*:?$/.test(line)) return line;
  // Anything but the start of a line may not become one.
  return `.${/#{0,2}$/.exec(line)?.[0] ?? ''}`;
}
