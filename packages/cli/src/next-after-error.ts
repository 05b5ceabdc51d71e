import type { Position } from './completion/find-position.ts';
import type { NextStep } from './views/documents/json-objects.ts';
import { type CommandContext, commandLine } from './views/folds/command-line.ts';

/** A command that helps after an error, on the plan that the command line named. */
const HELPFUL: Readonly<Record<string, readonly [verb: string, why: string, ...more: string[]]>> = {
  CLI_STATE_MISSING: ['apply', 'start it here'],
  CLI_STEP_UNKNOWN: ['state list', 'see every address'],
  CLI_GATE_NOT_WAITING: ['status', 'see the status of the units'],
  CLI_CUTOVER_BLOCKED: ['status', 'see what the clusters say, and how the units are', '--usage'],
  CLI_UNIT_NOT_FITTING: ['status', 'see the status of the units'],
  RUN_SELECTION_EMPTY: ['plan', 'see every unit', '--units'],
  RUN_SECRETS_MISSING: ['doctor', 'see which secrets have no value', '--offline'],
  PROVIDER_CREDENTIALS_MISSING: ['doctor', 'see where credentials were looked for', '--offline'],
  PROVIDER_TRANSPORT_FAILED: ['doctor', 'see whether the APIs can be reached'],
  JOURNAL_LOCKED: ['status', 'see who runs it'],
  JOURNAL_UNUSABLE: ['doctor', 'see what is wrong with the state', '--offline'],
  JOURNAL_WRITE_FAILED: ['doctor', 'see what is wrong with the state', '--offline'],
  JOURNAL_MOVED: ['doctor', 'see what is left of the state', '--offline'],
  JOURNAL_LEASE_LOST: ['status', 'see who runs it'],
};

export function nextAfterError(code: string, { given, values }: Position): readonly NextStep[] {
  const [file] = given;
  const [verb, why, ...more] = HELPFUL[code] ?? [];
  if (file === undefined || verb === undefined || why === undefined) return [];
  const [state] = values.get('--state') ?? [];
  const variables: CommandContext['flags'] = {
    var: values.get('--var') ?? [],
    varFile: values.get('--var-file') ?? [],
  };
  const flags = state === undefined ? variables : { ...variables, state };
  return [{ command: commandLine(verb, { file, flags }, ...more), why }];
}
