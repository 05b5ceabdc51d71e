import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findUrlPasswords, maskUrlPasswords, mayHoldUrlPasswords, urlSecretsIn } from './url-passwords.ts';

test.each([
  ['https://elastic:S3cr3t@10.20.0.5:9243', 'https://elastic:******@10.20.0.5:9243'],
  ['redis://:pw@10.0.0.1:6379/0', 'redis://:******@10.0.0.1:6379/0'],
  ['https://u:p@ss@host/a', 'https://u:******@host/a'],
  ['https://u:a/b@host', 'https://u:******@host'],
  ['see "https://u:p@h" and redis://:q@r', 'see "https://u:******@h" and redis://:******@r'],
  ['HTTPS://U:P@H', 'HTTPS://U:******@H'],
  ['http://u:9200@host', 'http://u:******@host'],
  ['http://10.20.0.5:9200', 'http://10.20.0.5:9200'],
  ['http://10.20.0.5:9200/mail@example', 'http://10.20.0.5:9200/mail@example'],
  ['https://user@host', 'https://******@host'],
  ['https://ghp_0123456789@host/a and redis://:p@h', 'https://******@host/a and redis://:******@h'],
  ['https://elastic:${{ secrets.es }}@host', 'https://elastic:${{ secrets.es }}@host'],
  ['10.0.0.1:6379', '10.0.0.1:6379'],
])('%s', (text, masked) => {
  expect(maskUrlPasswords(text)).toBe(masked);
});

test('a name is no secret; a password and a token are', () => {
  const text = 'https://user@host https://elastic:pw@host https://ghp_0123456789@host http://10.0.0.1:9200/a@b';
  expect(urlSecretsIn(text)).toEqual(['pw', 'ghp_0123456789']);
});

test('no password of a URL is left, whatever is around it', () => {
  const password = fc
    .stringMatching(/^[A-Za-z0-9!$%^&*()_+~@/?#.,;-]{8,40}$/)
    .filter((text) => !/^\d{1,5}[/?#]/.test(text));
  fc.assert(
    fc.property(
      fc.string(),
      fc.constantFrom('https', 'redis', 'rediss'),
      password,
      fc.string(),
      (before, scheme, secret, after) => {
        const masked = maskUrlPasswords(`${before} ${scheme}://user:${secret}@host ${after}`);
        expect(masked).not.toContain(`:${secret}@`);
        expect(masked).toContain(`${scheme}://user:******@`);
      },
    ),
  );
});

test('a long line costs no more than its length', () => {
  expect(findUrlPasswords('a://b:'.repeat(50_000))).toEqual([]);
});

test.each([
  'url: redis://:pw@10.0.0.1:6379',
  String.raw`url: "redis://:pw\x4010.0.0.1:6379"`,
  String.raw`url: "redis://:pw\u004010.0.0.1:6379"`,
])('a document is looked through: %s', (document) => {
  expect(mayHoldUrlPasswords(document)).toBe(true);
});

test('a document without at signs and escapes is not looked through', () => {
  expect(mayHoldUrlPasswords('url: http://10.0.0.1:9200')).toBe(false);
});
