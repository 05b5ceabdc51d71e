import { defined } from '@waybill/core';
import type { Approval } from '@waybill/node';
import { CliError } from '../cli-error.ts';
import { parseReason } from '../parse-options.ts';

/** Who approves, and why. */
export interface ApproverFlags {
  readonly as?: string;
  readonly reason?: string;
  readonly ticket?: string;
}

/** As the library takes it. Without `--as` it is the account of this machine. */
export function readApproval({ as, reason, ticket }: ApproverFlags): Pick<Approval, 'by' | 'reason' | 'ticket'> {
  return defined({
    by: as === undefined ? undefined : parseWord('--as', as),
    reason: reason === undefined ? undefined : parseReason(reason),
    ticket: ticket === undefined ? undefined : parseWord('--ticket', ticket),
  });
}

const MAX_CHARACTERS = 200;

function parseWord(option: string, text: string): string {
  const word = text.trim();
  if (/[\p{L}\p{N}]/u.test(word) && !/\p{Cc}/u.test(word) && word.length <= MAX_CHARACTERS) return word;
  throw new CliError(
    'CLI_OPTION_INVALID',
    `${option} '${text.slice(0, 60)}' is not one line of 1 to ${MAX_CHARACTERS} characters with a letter or a digit.`,
    'It is kept in the journal: write a name, such as dba@example.com, or the number of a ticket.',
  );
}
