import fc from 'fast-check';
import { expect, it } from 'vitest';
import { secretForms } from './secret-forms.ts';

const secrets = fc.oneof(
  fc.string({ minLength: 1, maxLength: 40 }),
  fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' }),
  fc
    .array(fc.constantFrom('&', '<', '"', "'", ' ', '+', '/', '=', '%', '!', '(', '*', '\\', 'ü', '\n', 'a'), {
      minLength: 1,
      maxLength: 20,
    })
    .map((units) => units.join('')),
);

/** Shorter ones are found by chance, and not looked for. */
const dumpOf = (secret: string, between: string): string =>
  bytes(secret).length < 4
    ? secret
    : [...bytes(secret)].map((byte) => byte.toString(16).padStart(2, '0')).join(between);

const bytes = (text: string): Buffer => Buffer.from(text, 'utf8');

/** Encoders of the platform, not those of the code: what a server, a log or a browser makes of a secret. */
const ENCODERS: Readonly<Record<string, (secret: string) => string>> = {
  plain: (secret) => secret,
  JSON: (secret) => JSON.stringify({ secret }).slice('{"secret":"'.length, -2),
  'JSON in JSON': (secret) => JSON.stringify(JSON.stringify(secret)).slice(3, -3),
  'a URL': (secret) => encodeURIComponent(secret),
  'a whole URL': (secret) => encodeURI(secret),
  'a path': (secret) => secret.split('/').map(encodeURIComponent).join('/'),
  'UTF-8 read as Latin-1': (secret) => bytes(secret).toString('latin1'),
  'a URL, twice': (secret) => encodeURIComponent(encodeURIComponent(secret)),
  'a form': (secret) => new URLSearchParams({ v: secret }).toString().slice(2),
  hex: (secret) => bytes(secret).toString('hex'),
  'upper-case hex': (secret) => bytes(secret).toString('hex').toUpperCase(),
  'hex with blanks': (secret) => dumpOf(secret, ' '),
  'hex with colons': (secret) => dumpOf(secret, ':'),
  'numbers of HTML': (secret) => Array.from(secret, (character) => `&#${character.codePointAt(0)};`).join(''),
  'hex numbers of HTML': (secret) =>
    Array.from(secret, (character) => `&#x${character.codePointAt(0)?.toString(16)};`).join(''),
  'ASCII of HTML': (secret) => secret.replace(/[^ -~]|[<>&"']/gu, (character) => `&#${character.codePointAt(0)};`),
  'composed characters': (secret) => secret.normalize('NFC'),
  'decomposed characters': (secret) => secret.normalize('NFD'),
  'decomposed characters in a URL': (secret) => encodeURIComponent(secret.normalize('NFD')),
  base64: (secret) => bytes(secret).toString('base64'),
  base64url: (secret) => bytes(secret).toString('base64url'),
};

it.each(Object.entries(ENCODERS))('has the form of %s', (_, encode) => {
  fc.assert(
    fc.property(secrets, (secret) => {
      const wellFormed = secret.toWellFormed();
      expect(secretForms(wellFormed).texts).toContain(encode(wellFormed));
    }),
  );
});

it('has escapes of what is not ASCII, of what HTML gives a meaning to, and of everything', () => {
  const { texts } = secretForms('aü<');
  expect(texts).toEqual(expect.arrayContaining(['a\\u00fc<', 'a\\u00FC<', 'a\\u00fc\\u003c', '\\u0061\\u00fc\\u003c']));
});

it('has the quotes of HTML in each of their spellings', () => {
  const { texts } = secretForms(`<&"'`);
  for (const quote of ['&#39;', '&#039;', '&#x27;', '&apos;']) expect(texts).toContain(`&lt;&amp;&quot;${quote}`);
});

it('finds the secret wherever it is inside a longer encoded text', () => {
  const long = fc.string({ minLength: 8, maxLength: 30 });
  fc.assert(
    fc.property(long, fc.string(), fc.string(), (given, before, after) => {
      const secret = given.toWellFormed();
      const { base64 } = secretForms(secret);
      for (const alphabet of ['base64', 'base64url'] as const) {
        const encoded = bytes(`${before.toWellFormed()}${secret}${after.toWellFormed()}`).toString(alphabet);
        expect(base64.some((core) => encoded.includes(core))).toBe(true);
      }
    }),
  );
});

it('takes no part of base64 that other texts have by chance, and names no form twice', () => {
  fc.assert(
    fc.property(secrets, (secret) => {
      const { texts, base64 } = secretForms(secret);
      for (const core of base64) expect(core.length).toBeGreaterThanOrEqual(6);
      expect(new Set(texts).size).toBe(texts.length);
      expect(new Set(base64).size).toBe(base64.length);
    }),
  );
  expect(secretForms('abc').base64).toEqual([]);
});
