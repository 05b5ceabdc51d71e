import { describe, expect, it } from 'vitest';
import { createRegistry } from '../../provider/registry.ts';
import { createFakeProvider } from '../../testing/fake-provider.ts';
import { FakeVendor } from '../../testing/fake-vendor.ts';
import { VirtualClock } from '../../testing/virtual-clock.ts';
import { loadConnections } from './load-connections.ts';
import { loadPlan } from './load-plan.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);
const HEAD = `version: 1
name: shop
inputs:
  place: { default: eu }
secrets:
  key: { env: KEY }
providers:
  it: { type: fake }
`;
const MIGRATIONS = `migrations:
  a: { uses: it.move, with: { name: "\${{ inputs.place }}-\${{ secrets.key }}" } }
`;

function load(text: string, variables: Readonly<Record<string, string>> = {}) {
  const { head, diagnostics } = loadConnections(text, { file: 'plan.yaml', registry, variables });
  return { head, codes: diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code) };
}

describe('loadConnections', () => {
  it('says of connections what the whole plan says', () => {
    const options = { file: 'plan.yaml', registry, variables: { place: 'nl' } };
    const { plan } = loadPlan(HEAD + MIGRATIONS, options);
    const { head, codes } = load(HEAD + MIGRATIONS, { place: 'nl' });
    expect(codes).toEqual([]);
    expect(plan).toBeDefined();
    expect(head?.inputs).toEqual({ place: 'nl' });
    expect(head).toEqual({
      name: plan?.name,
      inputs: plan?.inputs,
      secrets: plan?.secrets,
      secretFamilies: new Map(),
      providers: plan?.providers,
    });
  });

  it('names the plan as all commands do, with its environment', () => {
    const files = new Map([['prod.yaml', new TextEncoder().encode('place: nl\n')]]);
    const environment = { name: 'prod' };
    const { head } = loadConnections(HEAD + MIGRATIONS, {
      file: 'plan.yaml',
      registry,
      environment,
      readFile: (path) => ({ bytes: files.get(path) ?? new Uint8Array() }),
    });
    expect([head?.name, head?.inputs['place']]).toEqual(['shop.prod', 'nl']);
  });

  it.each([
    [
      'an inventory that is yet to be written',
      'migrations:\n  a: { uses: it.move, for_each: { file: later.csv, key: id } }\n',
    ],
    ['an unknown kind', 'migrations:\n  a: { uses: it.nothing }\n'],
    ['defaults that fit no migration', 'defaults: { with: 7 }\nmigrations: {}\n'],
  ])('leaves mistakes elsewhere to the checks of the whole plan: %s', (_what, text) => {
    const { head, codes } = load(HEAD + text);
    expect(codes).toEqual([]);
    expect(head?.providers.has('it')).toBe(true);
  });

  it.each([
    ['a provider of an unknown type', HEAD.replace('type: fake', 'type: fke'), 'PLAN_UNKNOWN_PROVIDER_TYPE'],
    ['a second version', `${HEAD}version: 1\n`, 'PLAN_DUPLICATE_KEY'],
    ['not YAML', 'providers: [', 'PLAN_YAML'],
  ])('reports mistakes of the connections, and has no head then: %s', (_what, text, code) => {
    const { head, codes } = load(text);
    expect(head).toBeUndefined();
    expect(codes.join()).toContain(code);
  });

  it('reports a variable that the plan has no input for', () => {
    const { head, codes } = load(HEAD + MIGRATIONS, { plce: 'nl' });
    expect(head).toBeUndefined();
    expect(codes).toHaveLength(1);
  });
});
