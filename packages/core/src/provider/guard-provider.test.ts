import { expect, it } from 'vitest';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { guardPlanning, guardProvider } from './guard-provider.ts';
import type { Provider } from './provider.ts';
import { createRegistry } from './registry.ts';
import type { ConnectOptions } from './session.ts';

const options = { alias: 'it', stopping: new AbortController().signal };
const fail = (): never => {
  throw new TypeError('no');
};
const fake = createFakeProvider(new FakeVendor(new VirtualClock()));

function broken(): Provider {
  return {
    ...fake,
    operations: { Op: { ...operationOf('CreateTask'), name: 'Op', mark: fail, completion: fail, activeTarget: fail } },
    kinds: { move: { name: 'move', title: '', withSchema: {}, outputs: [], expand: fail, impact: fail } },
    checks: { seen: { judge: fail, judgeNotFound: fail } },
    connectionOf: fail,
    endpointsOf: fail,
    probe: fail,
    buildRequest: fail,
  };
}

function operationOf(name: string) {
  const operation = fake.operations[name];
  if (operation === undefined) throw new Error(`the fake provider has ${name}`);
  return operation;
}

it.each([
  ['in a run, by its alias', guardProvider(broken(), options), 'Provider it'],
  ['in a registry, by its type', createRegistry([broken()]).get('fake') as Provider, 'Provider fake'],
])('names the place of a pure function that throws: %s', (_, provider, who) => {
  const calls: readonly (readonly [place: string, call: () => unknown])[] = [
    ['operation.mark of Op', () => provider.operations['Op']?.mark?.({}, '')],
    ['operation.completion of Op', () => provider.operations['Op']?.completion?.({})],
    ['operation.activeTarget of Op', () => provider.operations['Op']?.activeTarget?.({})],
    ['kind.expand of move', () => provider.kinds['move']?.expand({ address: 'a', with: {}, options: {} })],
    ['kind.impact of move', () => provider.kinds['move']?.impact?.({ address: 'a', with: {}, options: {} })],
    ['check.judge of seen', () => provider.checks['seen']?.judge(null, {}, {})],
    ['check.judgeNotFound of seen', () => provider.checks['seen']?.judgeNotFound?.({}, {})],
    ['connectionOf', () => provider.connectionOf?.({})],
    ['endpointsOf', () => provider.endpointsOf?.({})],
    ['probe', () => provider.probe?.({})],
    ['buildRequest', () => provider.buildRequest({}, 'Op', {})],
  ];
  for (const [place, call] of calls)
    expect(call).toThrow(`${who} threw an unexpected error in ${place}: TypeError: no`);
});

it('guards what is frozen, keeps methods on their own object, and shows the same members', () => {
  class Held {
    readonly #secret = 'kept';
    probe() {
      return { operation: this.#secret, arguments: {} };
    }
  }
  const provider = Object.freeze(Object.assign(new Held(), fake));
  const guarded = guardProvider(provider, options);
  expect(guarded.probe?.({})).toEqual({ operation: 'kept', arguments: {} });
  expect(Object.keys(guarded)).toEqual(Object.keys(provider));
  expect(guarded).toBeInstanceOf(Held);
  expect('missing' in guarded).toBe(false);
  expect({ ...guarded }.version).toBe('1');
});

it('guards promises that are not the platform’s own', async () => {
  const foreign: unknown = Object.fromEntries([
    ['then', (_: unknown, reject: (reason: unknown) => void) => reject('no')],
  ]);
  const guarded = guardProvider({ ...fake, findCredentials: () => foreign as never }, options);
  await expect(guarded.findCredentials?.(null as never)).rejects.toMatchObject({ code: 'PROVIDER_DEFECT' });
});

it('leaves the connecting of a registry’s provider to the run that guards it', async () => {
  const reason = new Error('not guarded here');
  const provider = guardPlanning({ ...fake, connect: () => Promise.reject(reason) });
  await expect(provider.connect({} as ConnectOptions)).rejects.toBe(reason);
});

it('refuses a promise where an answer is used at once, and owns what it rejects with', async () => {
  const rejects = (async () => fail()) as never;
  const asynchronous = { ...broken(), checks: { seen: { judge: rejects } }, buildRequest: rejects, probe: rejects };
  const provider = guardProvider(asynchronous, options);
  const calls: readonly (() => unknown)[] = [
    () => provider.checks['seen']?.judge(null as never, null as never, null as never),
    () => provider.buildRequest({}, 'Op', {}),
    () => provider.probe?.({}),
  ];
  for (const call of calls)
    expect(call).toThrow(/breaks its contract in \S+( of seen)?: expected an answer at once, found a promise/);
  // A rejection that nobody owns would end the process, and fails the test file.
  await new Promise((resolve) => setImmediate(resolve));
});
