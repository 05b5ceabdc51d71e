import { describe, expect, test } from 'vitest';
import type { CheckStep } from '../../graph/graph.ts';
import type { Check } from '../../provider/check.ts';
import type { Provider } from '../../provider/provider.ts';
import type { ProviderError } from '../../provider/provider-error.ts';
import { type JudgeCheckOptions, judgeCheck, readsOf } from './judge-check.ts';

const failed = (error: object): ProviderError =>
  ({ suspends: false, mayPass: false, class: 'fatal', ...error }) as never;

function judge(check: Partial<Check>, endings: JudgeCheckOptions['endings'], name = 'free') {
  const provider = { checks: { free: check } } as unknown as Provider;
  const step = { address: 'a.check', check: name } as CheckStep;
  const reads = [
    { connection: 'it', operation: 'List', args: { page: 1 } },
    { connection: 'it', operation: 'Show', args: { id: 2 } },
  ];
  return judgeCheck({ step, provider, reads, endings, expected: { wanted: true } });
}

describe('a check', () => {
  test('is judged by its answers, with what was asked and what is expected', () => {
    const outcome = judge({ judge: (...given) => ({ kind: 'passed', detail: JSON.stringify(given) }) }, [
      { kind: 'answered', response: { total: 0 } },
      { kind: 'answered', response: { status: 'RUNNING' } },
    ]);
    const detail = '[{"total":0},{"page":1},{"wanted":true},{"status":"RUNNING"}]';
    expect(outcome).toEqual({ kind: 'found', finding: { kind: 'passed', detail } });
  });

  test('without a judge of its own passes when the call is answered', () => {
    const outcome = judge({}, [{ kind: 'answered', response: null }], 'answered');
    expect(outcome).toEqual({ kind: 'found', finding: { kind: 'passed', detail: 'answered' } });
  });

  test('that no provider declares is a programmer’s error', () => {
    expect(() => judge({}, [{ kind: 'answered', response: null }], 'nothing')).toThrow(
      'kinds use declared checks: a.check',
    );
  });
});

describe('a refused read', () => {
  const never: Partial<Check> = {
    judge: () => {
      throw new Error('nothing was answered');
    },
  };

  test.each([
    ['of credentials that were refused', { suspends: true }, 'suspended'],
    ['that may pass', { mayPass: true }, 'may-pass'],
    ['that will be refused again', {}, 'final'],
  ])('%s leaves the check unanswered', (_which, error, because) => {
    expect(judge(never, [{ kind: 'refused', error: failed(error) }])).toMatchObject({ kind: 'unanswered', because });
  });

  test('of what is not there is a finding only for a check that says what it means', () => {
    const error = failed({ class: 'not-found' });
    expect(judge(never, [{ kind: 'refused', error }])).toMatchObject({ kind: 'unanswered', because: 'final' });
    const meaning = {
      ...never,
      judgeNotFound: (args: unknown) => ({ kind: 'passed' as const, detail: JSON.stringify(args) }),
    };
    const second: JudgeCheckOptions['endings'] = [
      { kind: 'answered', response: {} },
      { kind: 'refused', error },
    ];
    expect(judge(meaning, second)).toEqual({
      kind: 'found',
      finding: { kind: 'passed', detail: '{"id":2}' },
      refusal: { error, connection: 'it' },
    });
  });
});

test('a check reads once, or twice in the order of its judge', () => {
  const resolve = (value: unknown) => ({ resolved: value }) as never;
  const one = { provider: 'it', operation: 'List', arguments: 1 } as unknown as CheckStep;
  expect(readsOf(one, resolve)).toEqual([{ connection: 'it', operation: 'List', args: { resolved: 1 } }]);
  const two = { ...one, beside: { operation: 'Show', arguments: 2 } } as unknown as CheckStep;
  expect(readsOf(two, resolve).map(({ operation }) => operation)).toEqual(['List', 'Show']);
  const apart = { ...one, beside: { operation: 'Show', arguments: 2, connection: 'that' } } as unknown as CheckStep;
  expect(readsOf(apart, resolve).map(({ connection }) => connection)).toEqual(['it', 'that']);
});
