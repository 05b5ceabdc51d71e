import { expect, it } from 'vitest';
import { guardMembers } from './provider-defect.ts';
import { ProviderError } from './provider-error.ts';

class Session {
  readonly #private = 'kept';
  get broken(): string {
    throw new TypeError('no');
  }
  own(): string {
    return this.#private;
  }
  async refused(): Promise<never> {
    throw new ProviderError('no', { vendorCode: 'X', class: 'fatal', effect: 'none' });
  }
  async stopped(reason: unknown): Promise<never> {
    throw reason;
  }
}

const stopping = new AbortController();
const guarded = guardMembers(new Session(), 'poll.', { alias: 'search', stopping: stopping.signal });

it('names the member that threw, and leaves the rest as it is', () => {
  expect(() => guarded.broken).toThrow('Provider search threw an unexpected error in poll.broken: TypeError: no');
  expect(guarded.own()).toBe('kept');
  expect('missing' in guarded).toBe(false);
});

it('gives the same function for the same member, and names the member that it was read as', () => {
  const broken = (): never => {
    throw new TypeError('broken');
  };
  const target: { first: () => never; second: () => unknown } = { first: broken, second: broken };
  const guard = guardMembers(target, 'kind.', { alias: 'search', stopping: stopping.signal });
  expect(guard.first).toBe(guard.first);
  expect(() => guard.first()).toThrow(/kind\.first/);
  expect(() => guard.second()).toThrow(/kind\.second/);
  target.second = () => 'another';
  expect(guard.second()).toBe('another');
});

it('passes on errors of the contract, and the reason why a run stops', async () => {
  await expect(guarded.refused()).rejects.toBeInstanceOf(ProviderError);
  const reason = new Error('stopped on request');
  await expect(guarded.stopped(reason)).rejects.toMatchObject({ code: 'PROVIDER_DEFECT' });
  stopping.abort(reason);
  await expect(guarded.stopped(reason)).rejects.toBe(reason);
});
