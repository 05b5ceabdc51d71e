import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => vi.resetModules());

/** The same sources once more, as a provider's module brings them. */
async function copy(): Promise<typeof import('../../packages/core/src/index.ts')> {
  vi.resetModules();
  return await import('../../packages/core/src/index.ts');
}

test('errors and references of another copy are of the same class, and of no other one', async () => {
  const [ours, theirs] = [await copy(), await copy()];
  expect(ours.ProviderError).not.toBe(theirs.ProviderError);
  const refused = new theirs.ProviderError('no', { vendorCode: 'X', class: 'fatal', effect: 'possible' });
  const made = {
    ProviderError: refused,
    CredentialsError: new theirs.CredentialsError('none', 'give some'),
    TransportError: new theirs.TransportError('gone', { wasSent: true, reason: 'X' }),
    Reference: new theirs.Reference(['secrets', 'x']),
    Interpolation: new theirs.Interpolation(['x']),
    JsonText: new theirs.JsonText({}),
  };
  for (const name of Object.keys(made) as (keyof typeof made)[])
    for (const [other, value] of Object.entries(made)) expect(value instanceof ours[name], other).toBe(name === other);
  expect(Object.values(made).map((value) => value instanceof ours.WaybillError)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});

test('classes below keep their own meaning', async () => {
  const [ours, theirs] = [await copy(), await copy()];
  class Narrower extends ours.ProviderError {}
  const fields = { vendorCode: 'X', class: 'fatal', effect: 'none' } as const;
  expect(new ours.ProviderError('x', fields) instanceof Narrower).toBe(false);
  expect(new theirs.ProviderError('x', fields) instanceof Narrower).toBe(false);
  expect(new Narrower('x', fields) instanceof theirs.ProviderError).toBe(true);
  for (const value of [undefined, null, 'text', 1, {}, [], new Error('x'), { name: 'ProviderError' }])
    expect(value instanceof ours.ProviderError || value instanceof ours.WaybillError).toBe(false);
});
