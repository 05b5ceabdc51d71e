import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Redactor } from './redactor.ts';

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

  it('leaves other values as they are', () => {
    expect(new Redactor(['secret']).json({ count: 3, ok: true, none: null, list: ['plain'] })).toEqual({
      count: 3,
      ok: true,
      none: null,
      list: ['plain'],
    });
  });
});
