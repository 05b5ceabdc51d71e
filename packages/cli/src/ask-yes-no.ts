import type { CliIo } from './cli-io.ts';

/** Asks a question that ends in `[y/N]`. Everything but `y` and `yes` is a no, also Ctrl-C and the end of the input. */
export async function askYesNo(question: string, io: Pick<CliIo, 'ask'>): Promise<boolean> {
  const answer = (await io.ask(question))?.trim().toLowerCase();
  return answer === 'y' || answer === 'yes';
}
