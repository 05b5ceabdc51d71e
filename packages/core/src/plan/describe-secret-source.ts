import type { SecretSource } from './plan.ts';

/** Where a secret comes from, in the middle of a sentence. Of a command only the program: its arguments may be long. */
export function describeSecretSource(source: SecretSource): string {
  switch (source.kind) {
    case 'env':
      return `environment variable ${source.name}`;
    case 'file':
      return `file ${source.path}`;
    case 'command':
      return `output of ${source.argv[0]}`;
  }
}

/** As previews show it: `env:ES_PASSWORD`, `file:/run/secrets/es`, `command:vault kv get secret/es`. */
export function secretSourceMark(source: SecretSource): string {
  switch (source.kind) {
    case 'env':
      return `env:${source.name}`;
    case 'file':
      return `file:${source.path}`;
    case 'command':
      return `command:${source.argv.map(quoted).join(' ')}`;
  }
}

function quoted(argument: string): string {
  return /^[\w./:=@%+,{}-]+$/.test(argument) ? argument : JSON.stringify(argument);
}

/** Sources of one family that are named. */
const SHOWN_OF_FAMILY = 5;

/** `environment variable CACHE_A, environment variable CACHE_B … and 41 more`. */
export function describeSecretSources(sources: readonly SecretSource[]): string {
  const more = sources.length - SHOWN_OF_FAMILY;
  const shown = sources.slice(0, SHOWN_OF_FAMILY).map(describeSecretSource);
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
