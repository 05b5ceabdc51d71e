import fc from 'fast-check';
import { expect, it } from 'vitest';

it('properties draw from a seed that is set, in shared workers too', () => {
  expect(fc.readConfigureGlobal()?.seed).toBeTypeOf('number');
});
