import type { Value } from '../../value/value.ts';
import { hasKeyInProgram } from '../secret-family.ts';
import type { Findings } from '../syntax/findings.ts';
import { buildSecrets } from './build-secrets.ts';

/** The program of a command is written in the plan; keys, which rows give, are arguments of it at most. */
export function checkSecretPrograms(section: Value | undefined, findings: Findings): void {
  for (const [name, source] of buildSecrets(section).families) {
    if (!hasKeyInProgram(source)) continue;
    findings.add({
      code: 'PLAN_SECRET_KEY',
      path: ['secrets', name, 'command', 0],
      summary: `\`{key}\` in the program of secret family \`${name}\``,
      detail:
        'The program that prints a secret is fixed by the plan: with a key in its name, a row would choose what is run.',
      hint: 'Write the program out, and put `{key}` into its arguments: `command: [vault, kv, get, -field=password, "secret/{key}"]`.',
    });
  }
}
