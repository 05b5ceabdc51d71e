import type { Command } from 'commander';

/**
 * Long options with one dash, as Terraform's users type them: `-out=FILE` is `--out=FILE`. Only what is the whole name of
 * an option is taken for one, and nothing behind `--`.
 */
export function acceptTerraformSpelling(program: Command, argv: readonly string[]): readonly string[] {
  const names = new Set(longOptions(program));
  const end = argv.indexOf('--');
  return argv.map((word, index) => {
    if (end !== -1 && index > end) return word;
    const name = /^-([a-z][a-z-]+)(=.*)?$/s.exec(word)?.[1];
    return name !== undefined && names.has(`--${name}`) ? `-${word}` : word;
  });
}

function* longOptions(command: Command): Generator<string> {
  for (const { long } of command.options) if (long !== undefined && long !== null) yield long;
  for (const below of command.commands) yield* longOptions(below);
}
