import { suggest } from '../../diagnostics/suggest.ts';
import type { Value } from '../../value/value.ts';
import type { SecretSource } from '../plan.ts';
import { hasKeyInProgram, KEY_PLACE } from '../secret-family.ts';
import type { Finding, Findings } from '../syntax/findings.ts';
import { buildSecrets } from './build-secrets.ts';

/** What the texts of a source say about keys: none of them chooses a program, and none is misspelt. */
export function checkSecretSources(section: Value | undefined, findings: Findings): void {
  const { single, families } = buildSecrets(section);
  for (const [name, source] of families) if (hasKeyInProgram(source)) findings.add(keyInProgram(name));
  for (const [name, source] of [...single, ...families])
    for (const found of findMisspeltKeys(name, source)) findings.add(found);
}

/** The program of a command is written in the plan; keys, which rows give, are arguments of it at most. */
function keyInProgram(name: string): Finding {
  return {
    code: 'PLAN_SECRET_KEY',
    path: ['secrets', name, 'command', 0],
    summary: `\`{key}\` in the program of secret family \`${name}\``,
    detail:
      'The program that prints a secret is fixed by the plan: with a key in its name, a row would choose what is run.',
    hint: 'Write the program out, and put `{key}` into its arguments: `command: [vault, kv, get, -field=password, "secret/{key}"]`.',
  };
}

/**
 * Words in braces that no key replaces. In the name of a file each of them is one; arguments of programs have braces of
 * their own, so that only what is nearly `{key}` counts there. The name of a variable can have no other braces.
 */
function findMisspeltKeys(name: string, source: SecretSource): readonly Finding[] {
  if (source.kind === 'env') return [];
  if (source.kind === 'file')
    return wordsInBraces(source.path).map((word) => misspelt(word, ['secrets', name, 'file']));
  return source.argv.flatMap((argument, index) =>
    wordsInBraces(argument)
      .filter((word) => word.startsWith('$') || isNearlyKey(word))
      .map((word) => misspelt(word, ['secrets', name, 'command', index])),
  );
}

/** `{kye}`, `{ key }` and `${key}`, whose `$` would stay; not the `{key}` that is right, nor `{{key}}` of other tools. */
function wordsInBraces(text: string): readonly string[] {
  const found = [...text.matchAll(/(?<!\{)\{\s*[\w.-]+\s*\}(?!\})/g)];
  return found.flatMap(({ 0: word, index }) => {
    const isOfShell = text[index - 1] === '$' && word === KEY_PLACE;
    return isOfShell ? [`$${word}`] : word === KEY_PLACE ? [] : [word];
  });
}

function isNearlyKey(word: string): boolean {
  const inner = word.slice(1, -1).trim();
  return inner === 'key' || inner === 'each.key' || suggest(inner, ['key']) !== undefined;
}

function misspelt(word: string, path: Finding['path']): Finding {
  return {
    severity: 'warning',
    code: 'PLAN_SECRET_KEY',
    path,
    summary: `\`${word}\` in the source of a secret is no place for a key`,
    detail: `A key replaces \`{key}\`, written exactly like that; \`${word}\` ${word.startsWith('$') ? 'keeps its `$`' : 'stays as it is'}.`,
    hint: isNearlyKey(word.replace('$', ''))
      ? 'did you mean `{key}`?'
      : 'Write `{key}` where the key goes; this is right only where the braces are part of the name.',
  };
}
