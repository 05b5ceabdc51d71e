import { expect, test } from 'vitest';
import { maskSecrets } from './mask-secrets.ts';

test('masks texts that are secrets and passwords inside URLs, at any depth', () => {
  const value = { key: 'k-1', list: ['k-1', 'k-12', 3, null], url: 'redis://user:pass@host:6379/0' };
  expect(maskSecrets(value, new Set(['k-1']))).toEqual({
    key: '******',
    list: ['******', 'k-12', 3, null],
    url: 'redis://user:******@host:6379/0',
  });
});

test('a secret that is a URL is masked as a whole', () => {
  const url = 'redis://user:pass@host:6379/0';
  expect(maskSecrets(url, new Set([url]))).toBe('******');
});
