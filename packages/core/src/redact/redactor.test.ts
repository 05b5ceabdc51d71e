import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { environmentSecrets, Redactor } from './redactor.ts';

const secrets = fc.array(fc.string({ minLength: 6, maxLength: 30 }), { minLength: 1, maxLength: 4 });

describe('the redactor', () => {
  it('leaves no secret in any of the forms in which it travels', () => {
    fc.assert(
      fc.property(secrets, fc.string(), fc.string(), (values, before, after) => {
        const redactor = new Redactor(values);
        for (const value of values) {
          const forms = [
            value,
            JSON.stringify(value).slice(1, -1),
            encodeURIComponent(value),
            Buffer.from(value).toString('base64'),
          ];
          for (const form of forms) expect(redactor.text(`${before}${form}${after}`)).not.toContain(value);
        }
      }),
    );
  });

  it('takes secrets of any length and number', () => {
    const tokens = Array.from({ length: 60 }, (_, index) => `t${index}-${'aB3/'.repeat(index < 3 ? 5_000 : 300)}`);
    const keys = Array.from({ length: 3_000 }, (_, index) => `key-number-${index}-${'x'.repeat(30)}`);
    const redactor = new Redactor([...tokens, ...keys]);
    for (const secret of [...tokens.slice(0, 5), ...tokens.slice(-5), ...keys.slice(0, 5), ...keys.slice(-5)]) {
      expect(redactor.text(`was ${secret} here`)).toBe('was [redacted] here');
      expect(redactor.text(`was ${JSON.stringify({ secret })} here`)).toBe('was {"secret":"[redacted]"} here');
      expect(redactor.text(`was ${encodeURIComponent(secret)} here`)).toBe('was [redacted] here');
    }
  });

  it('finds what serialisers, forms, pages and headers make of a secret', () => {
    const secret = `p&ss "w'rd" <ü> 50%+/=`;
    const redactor = new Redactor([secret]);
    const urlEncoded = new URLSearchParams({ q: secret }).toString().slice(2);
    const double = encodeURIComponent(encodeURIComponent(secret));
    const json = JSON.stringify(secret).slice(1, -1);
    const ascii = json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
    const html = 'p&amp;ss &quot;w&#39;rd&quot; &lt;ü&gt; 50%+/=';
    const hex = Buffer.from(secret).toString('hex');
    for (const form of [secret, json, ascii, urlEncoded, double, html, hex, hex.toUpperCase()])
      expect(redactor.text(`it was ${form} here`)).toBe('it was [redacted] here');
    const numbers = Array.from(secret, (unit) => `&#${unit.codePointAt(0)};`).join('');
    const bytes = [...Buffer.from(secret)].map((byte) => byte.toString(16).padStart(2, '0'));
    for (const form of [numbers, bytes.join(' '), bytes.join(':'), secret.normalize('NFD')])
      expect(redactor.text(`it was ${form} here`)).toBe('it was [redacted] here');
    for (const user of ['', 'a', 'ab', 'abc', 'elastic']) {
      const basic = Buffer.from(`${user}:${secret}`).toString('base64');
      const url = Buffer.from(`${user}:${secret}`).toString('base64url');
      expect(redactor.text(`Basic ${basic}!`)).toBe('Basic [redacted]!');
      expect(redactor.text(`Basic ${url}!`)).toBe('Basic [redacted]!');
    }
  });

  it('finds short secrets only where they are whole words, and the shortest only where they are set apart', () => {
    const short = new Redactor(['redis']);
    expect(short.text('wrong password: redis, not redis-6')).toBe('wrong password: [redacted], not [redacted]-6');
    expect(short.text('rediscover redis_sessions')).toBe('rediscover redis_sessions');
    const shortest = new Redactor(['s', '10']);
    expect(shortest.text('it\'s 10:00:10, as of 10; "s" is wrong. s')).toBe(
      `it's 10:00:10, as of [redacted]; "[redacted]" is wrong. [redacted]`,
    );
  });

  it('takes a value for a leak only when it certainly holds a secret', () => {
    const redactor = new Redactor(['redis', 'long-enough-1'], ['guessed-by-name']);
    expect(['redis-1', 'guessed-by-name', 'x-long-enough-1'].map((value) => redactor.value(value))).toEqual([
      'redis-1',
      'guessed-by-name',
      '[redacted]',
    ]);
    expect(redactor.text('guessed-by-name')).toBe('[redacted]');
  });

  it('takes out a secret that contains another one whole', () => {
    expect(new Redactor(['hunter2', 'hunter2-and-more']).text('it is hunter2-and-more, not hunter2')).toBe(
      'it is [redacted], not [redacted]',
    );
  });

  it('knows what its sources come by later, and does not forget it', () => {
    const redactor = new Redactor([]);
    let token = 'first-token';
    redactor.alsoFrom(() => [token]);
    expect(redactor.text('it is first-token')).toBe('it is [redacted]');
    token = 'second-token';
    expect(redactor.text('first-token, second-token')).toBe('[redacted], [redacted]');
  });

  it('takes secrets of the environment by the names of their variables', () => {
    const env = {
      HUAWEICLOUD_SDK_SK: 'key-of-eight',
      REDIS_PASSWORD: 'long-enough',
      TOKEN: 'short',
      PATH: '/usr/local/bin',
      CLIENT_TOKEN: 'no-secret-at-all',
    };
    expect(environmentSecrets(env)).toEqual(['key-of-eight', 'long-enough']);
  });
});
