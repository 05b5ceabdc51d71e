import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { excerptOf, redactVendorText } from './redact-vendor-text.ts';

describe('known secrets are taken out', () => {
  const secret = fc
    .string({ minLength: 8, maxLength: 40, unit: 'grapheme' })
    .filter((text) => !/\s|redacted/.test(text));
  const encoded: readonly (readonly [string, (text: string) => string])[] = [
    ['as they are', (text) => text],
    ['in JSON', (text) => JSON.stringify({ why: text })],
    ['in a URL', (text) => `https://host/?q=${encodeURIComponent(text)}&x=1`],
    ['in base64', (text) => Buffer.from(text).toString('base64')],
  ];
  test.each(encoded)('%s', (_how, encode) => {
    fc.assert(
      fc.property(secret, (text) => {
        const shown = redactVendorText(`refused ${encode(text)} .`, [text]);
        expect(shown).toContain('[redacted]');
        expect(shown).not.toContain(encode(text));
        expect(shown.startsWith('refused ')).toBe(true);
      }),
    );
  });

  test('also where the text is cut', () => {
    const token = 'T0ken-'.repeat(2_000);
    expect(redactVendorText(`no such token ${token}`, [token])).toBe('no such token [redacted]');
  });
});

describe('values are taken out by their names', () => {
  test.each([
    ['{"password":"hush","x":1}', '{"password":"[redacted]","x":1}'],
    ['{"auth":{"Redis_Password" : "hu\\"sh"}}', '{"auth":{"Redis_Password" : "[redacted]"}}'],
    ['{"password":"hush', '{"password":"[redacted]'],
    ['{"password":"hush\\', '{"password":"[redacted]'],
    ['{"why":"{\\"password\\":\\"hush\\",\\"x\\":1}"}', '{"why":"{\\"password\\":\\"[redacted]\\",\\"x\\":1}"}'],
    ['{"secret_key":12345, "token": null}', '{"secret_key":[redacted], "token": null}'],
    ["{'password': 'hush'}", "{'password': '[redacted]'}"],
    ['<SecurityToken>hush</SecurityToken>', '<SecurityToken>[redacted]</SecurityToken>'],
    ['X-Auth-Token: hush-123456 was refused', 'X-Auth-Token: [redacted] was refused'],
    ['password=hush&x=1', 'password=[redacted]&x=1'],
    [
      'Authorization: SDK-HMAC-SHA256 Access=AK, Signature=0a1b',
      'Authorization: [redacted] Access=AK, Signature=[redacted]',
    ],
    ['sent Basic dXNlcjpodXNo to us', 'sent Basic [redacted] to us'],
    ['sent Bearer eyJhbGciOi.J9.x- to us', 'sent Bearer [redacted] to us'],
    ['the api_key "hush" is unknown', 'the api_key "[redacted]" is unknown'],
    ['cannot reach redis://user:hush@10.0.0.1:6379', 'cannot reach redis://[redacted]@10.0.0.1:6379'],
  ])('%s', (text, shown) => {
    expect(redactVendorText(text, [])).toBe(shown);
  });

  test.each([
    'The token: it has expired.',
    'Specified signature is not matched with our calculation.',
    'verify aksk signature fail',
    'ClientToken=unit-1 was used before',
    '"SignatureNonce":"n-1" was used already',
    'The password is wrong; basic authentication failed.',
    'instance dcs-1 at https://dcs.eu-de.example:443/v2 is not there',
    'AccessKeyId=AK is disabled',
  ])('a sentence stays as it is: %s', (text) => {
    expect(redactVendorText(text, [])).toBe(text);
  });
});

test('a long message is cut, and no text takes long', () => {
  expect(redactVendorText('x'.repeat(2_000), [])).toHaveLength(2_000);
  expect(redactVendorText(`${'x'.repeat(1_999)}😀`, [])).toBe(`${'x'.repeat(1_999)}…`);
  for (const part of ['a', 'token', 'password="', '"password":"\\', '://a', "secret: '", '\\"token\\":\\"'])
    expect(redactVendorText(part.repeat(200_000), []).length).toBeLessThanOrEqual(2_000);
});

test('an excerpt has at most 512 bytes and whole characters', () => {
  const shown = excerptOf(`<html>${'é'.repeat(1_000)}`, []);
  expect(shown.startsWith('<html>é')).toBe(true);
  expect(Buffer.byteLength(shown)).toBeLessThanOrEqual(512);
  expect(shown).not.toContain('�');
});
