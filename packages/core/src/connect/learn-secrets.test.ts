import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SecretSource } from '../plan/plan.ts';
import { memberName } from '../plan/secret-family.ts';
import { Redactor } from '../redact/redactor.ts';
import { learnSecrets } from './learn-secrets.ts';
import { SecretUnreadableError } from './read-secrets.ts';
import { SecretCommandsRefusedError } from './secret-command-errors.ts';

const command: SecretSource = { kind: 'command', argv: ['vault'], timeoutMs: 1000 };
const secrets = new Map<string, SecretSource>([
  ['own', { kind: 'env', name: 'OWN' }],
  ['other', { kind: 'env', name: 'OTHER' }],
  ['missing', { kind: 'env', name: 'MISSING' }],
  ['odd', { kind: 'file', path: 'odd' }],
  ['vault', command],
]);
const plan = { inputs: {}, secrets, providers: new Map() };

const ENV: Readonly<Record<string, string>> = { OWN: 'canary-own-value', OTHER: 'canary-other-value' };

function read(source: SecretSource): string | undefined {
  if (source.kind === 'file') throw new SecretUnreadableError(source.path, 'is a pipe');
  if (source.kind === 'command') throw new Error('a command was read');
  return ENV[source.name];
}

function only(...names: readonly string[]): ReadonlyMap<string, SecretSource> {
  return new Map([...secrets].filter(([name]) => names.includes(name)));
}

test('what is needed is read; the others are hidden as far as they are there, and no command is run', async () => {
  const redactor = new Redactor([]);
  let runs = 0;
  const runCommands = async () => {
    runs += 1;
    return read;
  };
  const found = await learnSecrets({ plan, needed: only('own'), redactor }, { readSecret: read, runCommands });
  expect([...found]).toEqual([['own', 'canary-own-value']]);
  const shown = redactor.text('canary-own-value and canary-other-value');
  expect(shown).not.toContain('canary');
  expect(runs).toBe(0);
});

test('a command that is needed is run once, and refused where that is not allowed', async () => {
  const redactor = new Redactor([]);
  const asked: (readonly string[])[] = [];
  const runCommands = async (needed: ReadonlyMap<string, SecretSource>) => {
    asked.push([...needed.keys()]);
    return (source: SecretSource) => (source === command ? 'canary-of-vault' : read(source));
  };
  const needed = only('own', 'vault');
  const found = await learnSecrets({ plan, needed, redactor }, { readSecret: read, runCommands });
  expect([...found.values()]).toEqual(['canary-own-value', 'canary-of-vault']);
  expect(asked).toEqual([['own', 'vault']]);
  expect(redactor.text('canary-of-vault')).not.toContain('canary');
  const refused = learnSecrets(
    { plan, needed, redactor },
    { readSecret: (source) => (source === command ? undefined : read(source)) },
  );
  await expect(refused).rejects.toThrow(SecretCommandsRefusedError);
});

test('the values of all members of a family are hidden, whichever of them are needed', async () => {
  const passwords = fc.uniqueArray(fc.stringMatching(/^[A-Za-z0-9!#%+&/=?@^-]{8,24}$/), {
    minLength: 2,
    maxLength: 46,
  });
  await fc.assert(
    fc.asyncProperty(passwords, fc.infiniteStream(fc.boolean()), async (values, isNeeded) => {
      const members = values.map(
        (value, at) => [memberName('redis', `cache-${at}`), { value, name: `CACHE_${at}` }] as const,
      );
      const sources = new Map(
        members.map(([name, { name: variable }]) => [name, { kind: 'env', name: variable } as const]),
      );
      const needed = new Map([...sources].filter(() => isNeeded.next().value));
      const redactor = new Redactor([]);
      const readSecret = (source: SecretSource) =>
        members.find(([, { name }]) => source.kind === 'env' && source.name === name)?.[1].value;
      const found = await learnSecrets(
        { plan: { inputs: {}, secrets: sources, providers: new Map() }, needed, redactor },
        { readSecret },
      );
      expect([...found.keys()]).toEqual([...needed.keys()]);
      for (const value of values) {
        const shown = redactor.text(
          `a vendor said "${value}" and ${encodeURIComponent(value)} and ${JSON.stringify(value)}`,
        );
        expect(shown).not.toContain(value);
        expect(shown).not.toContain(encodeURIComponent(value));
      }
    }),
    { numRuns: 30 },
  );
});
