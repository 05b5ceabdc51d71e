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
          for (const form of forms) expect(redactor.text(`${before}${form}`)).not.toContain(value);
          expect(JSON.stringify(redactor.json({ deep: [{ text: before + value }, after] }))).not.toContain(
            JSON.stringify(value).slice(1, -1),
          );
        }
      }),
    );
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

  it('cleans an error and its causes', () => {
    const error = new Error('hunter2 refused', { cause: new Error('sent hunter2') });
    new Redactor(['hunter2']).error(error);
    expect([error.message, error.stack, (error.cause as Error).message].join()).not.toContain('hunter2');
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

  it('leaves other values as they are', () => {
    expect(new Redactor(['secret']).json({ count: 3, ok: true, none: null, list: ['plain'] })).toEqual({
      count: 3,
      ok: true,
      none: null,
      list: ['plain'],
    });
  });
});
