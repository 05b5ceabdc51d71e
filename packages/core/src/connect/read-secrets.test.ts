import { expect, test } from 'vitest';
import { describeSecretSource } from '../plan/describe-secret-source.ts';
import { createRegistry } from '../provider/registry.ts';
import { buildPlanFixture } from '../testing/plan-fixture.ts';
import { readSecrets, SecretsMissingError, SecretUnreadableError } from './read-secrets.ts';

const { plan } = buildPlanFixture([], createRegistry([]));
const withSecrets = {
  ...plan,
  secrets: new Map([
    ['one', { kind: 'env', name: 'ONE' } as const],
    ['two', { kind: 'file', path: 'two.txt' } as const],
    ['three', { kind: 'env', name: 'THREE' } as const],
  ]),
};

test('every secret has its value by its name', () => {
  const values = readSecrets(withSecrets, (source) =>
    source.kind === 'file' ? source.path : describeSecretSource(source),
  );
  expect([...values]).toEqual([
    ['one', 'environment variable ONE'],
    ['two', 'two.txt'],
    ['three', 'environment variable THREE'],
  ]);
});

test('all that are missing or empty are named at once, with their sources', () => {
  const read = (): unknown => readSecrets(withSecrets, (source) => (source.kind === 'file' ? '' : undefined));
  expect(read).toThrow(SecretsMissingError);
  expect(read).toThrow('one (environment variable ONE), two (file two.txt), three (environment variable THREE)');
});

test('a file that cannot be taken as it is ends the reading by its own error', () => {
  const read = (): unknown =>
    readSecrets(withSecrets, (source) => {
      if (source.kind === 'file') throw new SecretUnreadableError(source.path, 'is a pipe');
      return 'value';
    });
  expect(read).toThrow('The secret file two.txt is a pipe.');
});
