import { posix } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SecretSource } from './plan.ts';
import { familyKeyProblem, familyOf, isFamilySource, memberName, memberSource } from './secret-family.ts';

const FAMILIES: readonly SecretSource[] = [
  { kind: 'env', name: 'REDIS_{key}_PASSWORD' },
  { kind: 'file', path: 'secrets/{key}' },
  { kind: 'command', argv: ['vault', 'kv', 'get', '-field=password', 'secret/{key}'], timeoutMs: 10_000 },
];

describe('a family', () => {
  it('is a source with {key} in it', () => {
    expect(FAMILIES.map(isFamilySource)).toEqual([true, true, true]);
    expect(isFamilySource({ kind: 'env', name: 'REDIS_PASSWORD' })).toBe(false);
    expect(isFamilySource({ kind: 'command', argv: ['pass', 'redis'], timeoutMs: 1 })).toBe(false);
  });

  it('has members whose sources hold the key, in the form of a variable where it is one', () => {
    expect(FAMILIES.map((source) => memberSource(source, 'cart-eu.1'))).toEqual([
      { kind: 'env', name: 'REDIS_CART_EU_1_PASSWORD' },
      { kind: 'file', path: 'secrets/cart-eu.1' },
      { kind: 'command', argv: ['vault', 'kv', 'get', '-field=password', 'secret/cart-eu.1'], timeoutMs: 10_000 },
    ]);
  });

  it('never fills in the program', () => {
    const source: SecretSource = { kind: 'command', argv: ['{key}', '{key}'], timeoutMs: 1 };
    expect(memberSource(source, 'a')).toMatchObject({ argv: ['{key}', 'a'] });
  });

  it('names its members so that the family is found again', () => {
    expect(familyOf(memberName('redis', 'cart'))).toBe('redis');
    expect(familyOf('redis')).toBeUndefined();
  });
});

describe('a key', () => {
  it.each([
    ['', 'is empty'],
    ['..', 'does not begin with a letter or a digit'],
    ['../etc/passwd', 'does not begin with a letter or a digit'],
    ['-field=x', 'does not begin with a letter or a digit'],
    ['a/../b', 'holds a character other than letters, digits, `.`, `_` and `-`'],
    ['a\\b', 'holds a character other than letters, digits, `.`, `_` and `-`'],
    ['a\0b', 'holds a character other than letters, digits, `.`, `_` and `-`'],
    ['a b', 'holds a character other than letters, digits, `.`, `_` and `-`'],
    ['x'.repeat(201), 'is longer than 200 characters'],
  ])('%j cannot choose a secret', (key, problem) => {
    expect(familyKeyProblem(key)).toBe(problem);
  });

  it('that can choose one stays in the folder, is no option, and makes a name of a variable', () => {
    const parts = fc.constantFrom('a', 'B', '7', '.', '..', '-', '_', '/', '\\', ' ', 'é', '$', '\n');
    const keys = fc.oneof(
      fc.array(parts, { maxLength: 8 }).map((list) => list.join('')),
      fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/),
    );
    fc.assert(
      fc.property(keys, (key) => {
        if (familyKeyProblem(key) !== undefined) return;
        const [variable, file, command] = FAMILIES.map((source) => memberSource(source, key));
        expect(variable?.kind === 'env' && variable.name).toMatch(/^[A-Za-z_][A-Za-z0-9_]*$/);
        expect(posix.dirname(posix.normalize(file?.kind === 'file' ? file.path : ''))).toBe('secrets');
        expect(command?.kind === 'command' && command.argv.at(-1)).toMatch(/^secret\/[^/]+$/);
        expect(key.startsWith('-')).toBe(false);
      }),
    );
  });
});
