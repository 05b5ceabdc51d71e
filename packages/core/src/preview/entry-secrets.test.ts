import { expect, test } from 'vitest';
import { compilePlan } from '../compile-plan.ts';
import { createRegistry } from '../provider/registry.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { buildPreview } from './build-preview.ts';

const fake = createFakeProvider(new FakeVendor(new VirtualClock()));
const secret = { type: 'string', 'x-secret': true };
const configSchema = {
  type: 'object',
  properties: { password: secret, users: { type: 'array', items: { type: 'object', properties: { token: secret } } } },
};

test('a secret that an entry has itself is in no request of a preview, wherever a kind puts it', () => {
  const registry = createRegistry([{ ...fake, configSchema }]);
  const text = `version: 1
name: shop
providers:
  it: { type: fake }
  old: { type: fake, address: 'http://old', password: hunter2, users: [{ token: hunter3 }] }
migrations:
  m: { uses: it.transfer, with: { name: one, from: old } }
`;
  const { compiled, diagnostics } = compilePlan(text, { file: 'plan.yaml', registry });
  expect(diagnostics.map(({ code }) => code)).toEqual(['PLAN_LITERAL_SECRET', 'PLAN_LITERAL_SECRET']);
  if (compiled === undefined) return;
  const preview = buildPreview({ ...compiled, registry });
  expect(JSON.stringify(preview)).not.toMatch(/hunter/);
  const create = preview.units[0]?.steps.find(({ name }) => name === 'create');
  expect(create?.request?.body).toEqual({
    name: 'one',
    remote: { address: 'http://old', password: '******', users: [{ token: '******' }] },
  });
});
