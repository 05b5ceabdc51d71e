import { expect, test } from 'vitest';
import { createRegistry } from '../../provider/registry.ts';
import { createFakeProvider } from '../../testing/fake-provider.ts';
import { FakeVendor } from '../../testing/fake-vendor.ts';
import { VirtualClock } from '../../testing/virtual-clock.ts';
import type { ReadPlanFile } from '../inventory/plan-file.ts';
import { loadHead } from './load-head.ts';
import { loadPlan } from './load-plan.ts';
import { digestHead } from './plan-head.ts';

const registry = createRegistry([createFakeProvider(new FakeVendor(new VirtualClock()))]);
const HEAD = `version: 1
name: shop
description: |
  migrations: of a shop
inputs:
  place: { default: eu }
secrets:
  key: { env: KEY }
`;
const PROVIDERS = `providers:
  it: { type: fake, polling: { initial_interval: 3s } }
`;
const MIGRATIONS = `migrations:
  indices:
    uses: it.move
    # a comment
# one at the margin

    for_each: [a, b]
    with: { name: "\${{ each.key }}" }
`;

function read(text: string, variables: Readonly<Record<string, string>> = {}) {
  const options = { file: 'plan.yaml', registry, variables };
  return { head: loadHead(Buffer.from(text), options), plan: loadPlan(text, options).plan };
}

test.each([
  ['before the migrations', HEAD + PROVIDERS + MIGRATIONS],
  ['after the migrations', HEAD + MIGRATIONS + PROVIDERS],
  ['after Windows line ends', (HEAD + MIGRATIONS + PROVIDERS).replaceAll('\n', '\r\n')],
  ['after a byte order mark', `\uFEFF${HEAD}${PROVIDERS}${MIGRATIONS}`],
  ['in a plan in one line', JSON.stringify({ name: 'shop', migrations: {}, providers: { it: { type: 'fake' } } })],
])('providers, secrets and inputs are those of the whole plan: %s', (_where, text) => {
  const { head, plan } = read(text, text.startsWith('{') ? {} : { place: 'nl' });
  if (head === undefined) throw new Error('the head cannot be read');
  if (plan === undefined) expect(head).toMatchObject({ name: 'shop' });
  else {
    expect(head.inputs).toEqual({ place: 'nl' });
    expect(digestHead(head)).toBe(digestHead(plan));
    expect(head).toEqual({ name: plan.name, inputs: plan.inputs, secrets: plan.secrets, providers: plan.providers });
  }
});

test('values of an environment, commands and members of families are those of the whole plan', () => {
  const secrets = `secrets:
  key: { command: [pass, key] }
  own: { env: "OWN_{key}" }
`;
  const start = HEAD.slice(0, HEAD.indexOf('secrets:')).replace('{ default: eu }', '{}');
  const text =
    start + secrets + PROVIDERS + MIGRATIONS.replace('each.key }}"', 'each.key }}-${{ secrets.own[each.key] }}"');
  const readFile: ReadPlanFile = () => ({ bytes: Buffer.from('place: nl\n') });
  const options = { file: 'plan.yaml', registry, environment: { name: 'prod' }, readFile };
  const { plan } = loadPlan(text, options);
  const head = loadHead(Buffer.from(text), options, ['own[a]', 'own[b]']);
  if (plan === undefined || head === undefined) throw new Error('the plan is valid');
  expect([head.name, head.inputs]).toEqual(['shop.prod', { place: 'nl' }]);
  expect([...head.secrets.keys()]).toEqual(['key', 'own[a]', 'own[b]']);
  expect(digestHead(head)).toBe(digestHead(plan));
  const others = [['own[a]'], ['own[a]', 'own[c]'], ['own[a]', 'own[b]', 'other[x]', 'own[../x]']];
  const digests = others.map((members) => digestHead(loadHead(Buffer.from(text), options, members) ?? head));
  expect(digests.map((digest) => digest === digestHead(plan))).toEqual([false, false, true]);
});

test('every part of it changes its digest', () => {
  const text = HEAD + PROVIDERS + MIGRATIONS;
  const digestOf = (changed: string): string | undefined => {
    const { head } = read(changed);
    return head === undefined ? undefined : digestHead(head);
  };
  const changes: readonly (readonly [string, string])[] = [
    ['shop\n', 'shops\n'],
    ['default: eu', 'default: nl'],
    ['env: KEY', 'env: KEYS'],
    ['it: {', 'other: {'],
    ['3s', '4s'],
  ];
  for (const [from, to] of changes) {
    expect(text.includes(from)).toBe(true);
    expect(digestOf(text.replace(from, to)), to).not.toBe(digestOf(text));
  }
  expect(digestOf(text.replace('[a, b]', '[a, b, c]'))).toBe(digestOf(text));
});

test('what an anchor of the migrations means, or a password in a URL, needs the whole plan', () => {
  const anchored = MIGRATIONS.replace('[a, b]', '[&place a, b]');
  const anchor = read(HEAD + anchored.replace('a, b', 'fake') + PROVIDERS.replace('type: fake', 'type: *place'));
  if (anchor.plan === undefined) throw new Error('the plan is valid');
  expect(anchor.head === undefined ? '' : digestHead(anchor.head)).not.toBe(digestHead(anchor.plan));
  expect(read(HEAD + PROVIDERS + MIGRATIONS.replace('each.key }}', 'each.key }}@host')).head).toBeUndefined();
});
