import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ProviderError } from '../provider/provider-error.ts';
import { Redactor } from '../redact/redactor.ts';
import { describeSuspension } from './describe-suspension.ts';

const SECRET = 'hunter2-and-more';
const REASON = 'No newer ones could be read: the file /home/u/credentials is empty.';

function describeText(message: string, fields: { readonly requestId?: string; readonly hint?: string } = {}) {
  const error = new ProviderError(message, { vendorCode: 'Denied', class: 'unauthorized', effect: 'none', ...fields });
  return describeSuspension('search', error, new Redactor([SECRET]));
}

test('a short message is shown whole, with the request that the vendor can find', () => {
  expect(describeText('It was refused.', { requestId: 'r-1', hint: 'Check the key.' })).toEqual({
    provider: 'search',
    code: 'Denied',
    message: 'It was refused. (request r-1)',
    hint: 'Check the key.',
  });
  expect(describeText('It was refused (r-1).', { requestId: 'r-1' }).message).toBe('It was refused (r-1).');
});

test('of the request that a vendor repeats only the beginning is shown, and what follows it is kept', () => {
  const request = 'POST\n/v2/migration-task\n\nhost:dcs.example\nx-sdk-date:20260101T000000Z\n'.repeat(40);
  const { message } = describeText(`The signature does not match: ${request} ${REASON}`, { requestId: 'r-1' });
  expect(message).toMatch(/^The signature does not match: POST \/v2/);
  expect(message).toContain(' … ');
  expect(message.endsWith(`${REASON} (request r-1)`)).toBe(true);
});

test('a text is at most 443 characters long, and no secret is left in half', () => {
  const part = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 5, maxLength: 60, size: 'max' }),
    fc.constant(SECRET),
    fc.constant('\n'),
  );
  const short = fc.array(part, { minLength: 1, maxLength: 4, size: 'max' });
  const long = fc.array(part, { minLength: 60, maxLength: 90, size: 'max' });
  let cut = 0;
  fc.assert(
    fc.property(fc.oneof(short, long), (parts) => {
      const { message } = describeText(parts.join(' '));
      if (message.includes(' … ')) cut += 1;
      expect(Array.from(message).length).toBeLessThanOrEqual(443);
      expect(message).not.toMatch(/[\n\r]/);
      expect(message.isWellFormed()).toBe(parts.join(' ').isWellFormed());
      for (let at = 0; at + 6 <= SECRET.length; at += 1) expect(message).not.toContain(SECRET.slice(at, at + 6));
    }),
    { numRuns: 300 },
  );
  expect(cut).toBeGreaterThan(20);
});
