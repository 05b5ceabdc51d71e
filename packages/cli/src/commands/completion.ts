import type { Command } from 'commander';
import type { CliIo } from '../cli-io.ts';
import type { Candidate } from '../completion/candidate.ts';
import { listCandidates } from '../completion/list-candidates.ts';
import { SHELL_SCRIPTS, type Shell } from '../completion/shell-scripts.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { visibleText } from '../views/text/visible-text.ts';

/** Prints the script that a shell has to read once. */
export async function completion(shell: Shell, io: CliIo): Promise<ExitCode> {
  io.stdout.write(SHELL_SCRIPTS[shell]);
  return EXIT.done;
}

/**
 * Answers a shell: one candidate a line, its description behind a tab. The last word is the one under the cursor. Whatever
 * goes wrong, nothing is said: it would be written over the prompt.
 */
export async function complete(program: Command, words: readonly string[], io: CliIo): Promise<ExitCode> {
  let candidates: readonly Candidate[] = [];
  try {
    candidates = await listCandidates(program, words, io);
  } catch {
    return EXIT.done;
  }
  io.stdout.write(candidates.map(({ value, description }) => `${value}\t${visibleText(description)}\n`).join(''));
  return EXIT.done;
}
