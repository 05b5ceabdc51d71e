import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ProviderError } from '../provider/provider-error.ts';
import { type FakeFault, FakeVendor } from './fake-vendor.ts';
import { VirtualClock } from './virtual-clock.ts';

const REFUSED: readonly FakeFault[] = [
  'throttled',
  'busy',
  'server-fault',
  'quota',
  'fatal',
  'forbidden',
  'expired',
  'unreachable',
  'unusable',
  'unauthorized',
];

describe('the fake vendor', () => {
  test.each(REFUSED)('%s: has no effect, and says so', async (fault) => {
    const { vendor, create } = vendorWith(() => fault);
    expect(await create('a')).toMatchObject({ effect: 'none' });
    expect(vendor.tasks).toEqual([]);
  });

  test.each([
    ['lost-before-effect', 0],
    ['lost-after-effect', 1],
  ] as const)('%s: the caller cannot see which of the two it was', async (fault, tasks) => {
    const { vendor, create } = vendorWith(() => fault);
    expect(await create('a')).toMatchObject({ effect: 'possible', vendorCode: 'ECONNRESET' });
    expect(vendor.tasks).toHaveLength(tasks);
  });

  test('however often a token is sent, and whatever is lost, it has one task', async () => {
    const fault = fc.constantFrom<FakeFault>('none', 'lost-before-effect', 'lost-after-effect', 'throttled');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom('t1', 't2'), fault), { maxLength: 12 }), async (sent) => {
        let index = 0;
        const { vendor, send } = vendorWith(() => sent[index++]?.[1] ?? 'none');
        for (const [Token] of sent) await send('CreateTaskWithToken', { Token, name: Token });
        const effective = sent
          .filter(([, was]) => was === 'none' || was === 'lost-after-effect')
          .map(([token]) => token);
        expect(vendor.tasks.map(({ name }) => name)).toEqual([...new Set(effective)]);
      }),
    );
  });

  test('counts the calls that are in progress at once, also those that fail', async () => {
    const { vendor, clock } = vendorWith((call) => (call.arguments['name'] === 'b' ? 'fatal' : 'none'));
    const calls = ['a', 'b', 'c'].map((name) => vendor.call('CreateTask', { name }).catch(() => {}));
    await clock.runUntil(Promise.all(calls), 60_000);
    expect(vendor).toMatchObject({ inFlight: 0, maxInFlight: 3 });
  });

  test('a task runs for its duration, and then is what the test wants', async () => {
    const { vendor, clock, create } = vendorWith(() => 'none');
    vendor.failing.add('bad');
    await create('good');
    await create('bad');
    const statuses = () => vendor.tasks.map((task) => vendor.statusOf(task));
    expect(statuses()).toEqual(['RUNNING', 'RUNNING']);
    await clock.advance(vendor.taskDurationMs);
    expect(statuses()).toEqual(['SUCCESS', 'FAILED']);
  });
});

function vendorWith(fault: FakeVendor['fault']) {
  const clock = new VirtualClock();
  const vendor = new FakeVendor(clock);
  vendor.fault = fault;
  const send = async (operation: string, args: Readonly<Record<string, string>>): Promise<unknown> => {
    const answer = vendor.call(operation, args).catch((error: unknown) => error);
    return await clock.runUntil(answer, 60_000);
  };
  const create = async (name: string): Promise<unknown> => {
    const answer = await send('CreateTask', { name });
    return answer instanceof ProviderError ? answer : undefined;
  };
  return { vendor, clock, send, create };
}
