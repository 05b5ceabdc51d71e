import { describe, expect, it } from 'vitest';
import type { StepBlueprint } from '../provider/blueprint.ts';
import type { CheckFinding } from '../provider/check.ts';
import type { Provider } from '../provider/provider.ts';
import { ProviderError, type ProviderErrorClass } from '../provider/provider-error.ts';
import { createRegistry } from '../provider/registry.ts';
import { createSeededRandom } from '../seeded-random.ts';
import { createFakeProvider } from '../testing/fake-provider.ts';
import { FakeVendor } from '../testing/fake-vendor.ts';
import { buildPlanFixture } from '../testing/plan-fixture.ts';
import { VirtualClock } from '../testing/virtual-clock.ts';
import { Reference, type ValueObject } from '../value/value.ts';
import type { PreflightFinding } from './preflight.ts';
import { runPreflight } from './run-preflight.ts';

/** What the vendor says to a check, and what its judge makes of an answer. */
type Scripted =
  | { readonly refused: string; readonly code?: string; readonly class?: ProviderErrorClass }
  | { readonly finding: CheckFinding };

const FINE = { finding: { kind: 'passed', detail: 'fine' } } as const;
const GONE = { refused: 'no such index [a]', code: 'gone', class: 'not-found' } as const;

describe('findings of one cause', () => {
  it('are one, which names the others; these keep their own words', async () => {
    const { first, second, third, fourth } = await findingsOf({ first: GONE, second: FINE, third: GONE, fourth: GONE });
    expect(first).toEqual({
      verdict: 'blocking',
      detail: 'first is gone',
      hint: 'mend',
      prevents: ['third', 'fourth'],
    });
    expect(second).toEqual({ verdict: 'passed', detail: 'fine' });
    expect(third).toEqual({ verdict: 'unasked', detail: 'third is gone', becauseOf: 'first' });
    expect(fourth).toEqual({ verdict: 'unasked', detail: 'fourth is gone', becauseOf: 'first' });
  });

  it('that is said in other words, or of another thing, are two', async () => {
    const found = await findingsOf({ first: GONE, second: { ...GONE, refused: 'no such index [b]' } });
    expect(found['first']).toMatchObject({ verdict: 'blocking' });
    expect(found['second']).toMatchObject({ verdict: 'blocking' });
    expect(found['first']).not.toHaveProperty('prevents');
  });

  it('are known by the code of the refusals that a check says it is behind', async () => {
    const closed = { kind: 'failed', detail: 'It is closed.', hint: 'Open it.', cause: 'closed' } as const;
    const found = await findingsOf({
      first: { finding: closed },
      second: { refused: 'closed', code: 'closed' },
      third: { refused: 'all shards are closed', code: 'closed' },
    });
    expect(found['first']).toMatchObject({ verdict: 'blocking', prevents: ['second', 'third'] });
    expect(found['second']).toMatchObject({
      verdict: 'unasked',
      becauseOf: 'first',
      detail: 'Ask was refused: closed',
    });
  });

  it('leave what blocks, also where a warning of the same cause comes first', async () => {
    const odd = { kind: 'warning', detail: 'Odd.', hint: 'Look.', cause: 'gone' } as const;
    const found = await findingsOf({ first: { finding: odd }, second: GONE });
    expect(found['second']).toMatchObject({ verdict: 'blocking', prevents: ['first'] });
    expect(found['first']).toEqual({ verdict: 'unasked', detail: 'Odd.', becauseOf: 'second' });
  });

  it('of a connection that is down are one, although each call has words of its own', async () => {
    const down = (words: string) => ({ refused: words, class: 'unreachable' }) as const;
    const found = await findingsOf({ first: down('refused by 10.0.0.5'), second: down('down'), third: down('down') });
    expect(found['first']).toMatchObject({ verdict: 'blocking', prevents: ['second', 'third'] });
    expect(found['first']?.detail).toBe(
      'The store cannot be reached from this machine: Ask was refused: refused by 10.0.0.5',
    );
    expect(found['third']).toMatchObject({ verdict: 'unasked', becauseOf: 'first' });
  });

  it('of several units are one for each', async () => {
    const { steps } = await preflight([
      { first: GONE, second: GONE },
      { first: GONE, second: GONE },
    ]);
    for (const unit of ['unit-0', 'unit-1']) {
      expect(steps.get(`${unit}.first`)).toMatchObject({ verdict: 'blocking', prevents: ['second'] });
      expect(steps.get(`${unit}.second`)).toMatchObject({ verdict: 'unasked', becauseOf: 'first' });
    }
  });
});

describe('checks that are asked with what another one shows', () => {
  it('are among those that could not be asked because of it', async () => {
    const found = await findingsOf({ first: GONE, second: GONE, asking: FINE }, 'second');
    expect(found['first']).toMatchObject({ verdict: 'blocking', prevents: ['second', 'asking'] });
    expect(found['asking']).toMatchObject({ verdict: 'unasked', becauseOf: 'first' });
  });

  it('say why that one was not asked', async () => {
    const found = await findingsOf({ first: { refused: 'who are you', class: 'unauthorized' }, asking: FINE }, 'first');
    expect(found['asking']).toEqual(found['first']);
    expect(found['asking']?.detail).toBe('Nothing more was sent once the credentials of it were refused.');
  });

  it('do not speak of credentials where something else makes the connection useless', async () => {
    const found = await findingsOf({ first: { refused: 'wrong path', class: 'unusable' }, second: FINE });
    expect(found['second']?.detail).toBe('Nothing more was sent to it: its check credentials-work says why.');
  });
});

async function findingsOf(
  checks: Readonly<Record<string, Scripted>>,
  shownBy?: string,
): Promise<{ readonly [check: string]: PreflightFinding | undefined }> {
  const { steps } = await preflight([checks], shownBy);
  return Object.fromEntries(Object.keys(checks).map((name) => [name, steps.get(`unit-0.${name}`)]));
}

/** Each unit has the checks that are named, and `asking` is asked with what `shownBy` shows. */
function preflight(units: readonly Readonly<Record<string, Scripted>>[], shownBy?: string) {
  const clock = new VirtualClock();
  const provider = providerOf(clock, shownBy);
  const registry = createRegistry([provider]);
  const migrations = units.map((checks, at) => ({
    name: `unit-${at}`,
    target: 'several',
    with: { checks: checks as unknown as ValueObject },
  }));
  const work = runPreflight({
    ...buildPlanFixture(migrations, registry, {}),
    registry,
    transport: { send: () => Promise.reject(new Error('nothing is sent')) },
    clock,
    random: createSeededRandom(2),
    env: {},
    readSecret: () => undefined,
  });
  return clock.runUntil(work);
}

function providerOf(clock: VirtualClock, shownBy: string | undefined): Provider {
  const base = createFakeProvider(new FakeVendor(clock));
  const names = ['first', 'second', 'third', 'fourth', 'asking'];
  return {
    ...base,
    kinds: {
      several: {
        name: 'several',
        title: 'several',
        withSchema: { type: 'object' },
        outputs: [],
        expand: ({ with: { checks } }) => ({
          steps: Object.entries(checks as ValueObject).map(([name, scripted]): StepBlueprint => {
            const shown = name === 'asking' && shownBy !== undefined;
            const after = shown ? new Reference(['steps', shownBy, 'outputs', 'shown']) : null;
            return {
              kind: 'check',
              name,
              title: name,
              operation: 'ListTasks',
              arguments: { name, scripted, after },
              check: name,
              expect: { scripted },
              unreachable: { what: 'The store', hint: 'Name another one.' },
            };
          }),
          outputs: {},
        }),
      },
    },
    checks: Object.fromEntries(
      names.map((name) => [
        name,
        {
          judge: (_response, _args, { scripted }) => (scripted as unknown as { finding: CheckFinding }).finding,
          judgeNotFound: () => ({ kind: 'failed', detail: `${name} is gone`, hint: 'mend' }),
          outputs: { shown: '/request/name' },
        },
      ]),
    ),
    connect: async () => ({
      limitScope: 'x',
      secrets: [],
      findExisting: async () => [],
      reconcile: async () => ({ kind: 'undecided', reason: 'Nothing was sent.' }),
      call: async (_operation, args) => {
        const scripted = args['scripted'] as unknown as Scripted;
        if ('finding' in scripted) return { response: {} };
        const { refused, code = 'x', class: errorClass = 'fatal' } = scripted;
        throw new ProviderError(`Ask was refused: ${refused}`, {
          vendorCode: code,
          class: errorClass,
          effect: 'none',
          operation: 'Ask',
        });
      },
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }),
  };
}
