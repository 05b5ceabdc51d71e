import { ProviderError, TransportError } from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { ClusterNodes } from './cluster-nodes.ts';

const READ = { operation: 'GetIndex', hasEffect: false };
const EFFECT = { operation: 'CreateIndex', hasEffect: true };
const PAGE = { operation: 'ScrollDocuments', hasEffect: false };

const NOT_SENT = { wasSent: false, reason: 'ECONNREFUSED' };
const BROKEN = { wasSent: true, reason: 'ECONNRESET' };
const SLOW = { wasSent: true, reason: 'EXCHANGE_TIMEOUT' };

function noAnswer(fault: { readonly wasSent: boolean; readonly reason: string }): ProviderError {
  const cause = new TransportError('no answer', fault);
  return new ProviderError('no answer', { vendorCode: fault.reason, class: 'transient', effect: 'none', cause });
}

/** Each address gives what it is listed with. */
function nodesThat(answers: Readonly<Record<string, Error | string>>) {
  const asked: string[] = [];
  const nodes = new ClusterNodes(Object.keys(answers));
  const ask = (call: Parameters<typeof nodes.ask>[0]) =>
    nodes.ask(call, async (origin) => {
      asked.push(origin);
      const answer = answers[origin];
      if (answer instanceof Error) throw answer;
      return answer;
    });
  return { ask, asked };
}

describe('several addresses of one cluster', () => {
  it.each([
    ['a read', READ],
    ['an effect', EFFECT],
    ['a page', PAGE],
  ])('%s that was not sent goes to the next one, which is asked first from then on', async (_name, call) => {
    const { ask, asked } = nodesThat({ a: noAnswer(NOT_SENT), b: 'answer' });
    expect([await ask(call), await ask(call)]).toEqual(['answer', 'answer']);
    expect(asked).toEqual(['a', 'b', 'b']);
  });

  it('a read whose connection broke is asked again elsewhere; an effect and a page are not', async () => {
    const answers = { a: noAnswer(BROKEN), b: 'answer' };
    expect(await nodesThat(answers).ask(READ)).toBe('answer');
    for (const call of [EFFECT, PAGE]) {
      const { ask, asked } = nodesThat(answers);
      await expect(ask(call)).rejects.toThrow('no answer');
      expect(asked).toEqual(['a']);
    }
  });

  it.each([
    ['an answer that is too slow', noAnswer(SLOW)],
    ['what the cluster refuses', new ProviderError('no', { vendorCode: 'x', class: 'fatal', effect: 'none' })],
    ['any other fault', new TypeError('no')],
  ])('%s is the same at every node', async (_name, error) => {
    const { ask, asked } = nodesThat({ a: error, b: 'answer' });
    await expect(ask(READ)).rejects.toBe(error);
    expect(asked).toEqual(['a']);
  });

  it('the last fault is thrown when none can be reached, after each was asked once', async () => {
    const [first, last] = [noAnswer(NOT_SENT), noAnswer(NOT_SENT)];
    const { ask, asked } = nodesThat({ a: first, b: last });
    await expect(ask(READ)).rejects.toBe(last);
    expect(asked).toEqual(['a', 'b']);
  });
});
