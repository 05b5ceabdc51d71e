import { CredentialsError, ProviderError } from '@waybill/core';
import { VirtualClock } from '@waybill/core/testing';
import { describe, expect, it } from 'vitest';
import { CredentialSource } from './credential-source.ts';

const HOUR_MS = 3_600_000;

interface Key {
  readonly secret: string;
  readonly endAtMs?: number;
}

describe('credentials of a session', () => {
  it('are read again once they are refused, by one reading for all calls, and once for each refused key', async () => {
    const file = new KeyFile({ secret: 'one' });
    const source = await file.open();
    const refused = await source.get();
    file.key = { secret: 'two' };
    expect(await Promise.all([source.replace(refused), source.replace(refused)])).toEqual([true, true]);
    expect(file.readings).toBe(1);
    expect(await source.replace(refused)).toBe(true);
    expect(file.readings).toBe(1);
    expect(await source.replace(await source.get())).toBe(false);
    expect(source.secrets).toEqual(['one', 'two']);
  });

  it('stay as they are while their source holds nothing', async () => {
    const file = new KeyFile({ secret: 'one' });
    const source = await file.open();
    file.key = undefined;
    expect(await source.replace(await source.get())).toBe(false);
    expect(await source.get()).toEqual({ secret: 'one' });
  });

  it('with a known end are replaced before it, and the source is left alone in between', async () => {
    const clock = new VirtualClock(0);
    const file = new KeyFile({ secret: 'one', endAtMs: HOUR_MS }, clock);
    const source = await file.open();
    await clock.advance(HOUR_MS / 2);
    await source.get();
    expect(file.readings).toBe(0);
    file.key = { secret: 'two', endAtMs: 2 * HOUR_MS };
    await clock.advance(HOUR_MS / 2 - 60_000);
    expect(await source.get()).toMatchObject({ secret: 'two' });
    expect(source.endAtMs).toBe(2 * HOUR_MS);
    await clock.advance(HOUR_MS);
    for (let call = 0; call < 100; call += 1) await source.get();
    expect(file.readings).toBe(2);
  });

  it('say why there were no newer ones, until there are', async () => {
    const file = new KeyFile({ secret: 'one' });
    const source = await file.open();
    file.key = undefined;
    await source.replace(await source.get());
    expect(source.fault?.message).toBe('no key');
    file.key = { secret: 'two' };
    await source.replace(await source.get());
    expect(source.fault).toBeUndefined();
  });

  it('stay in use before their end while the service that issues them does not answer, and not after it', async () => {
    const clock = new VirtualClock(0);
    const file = new KeyFile({ secret: 'one', endAtMs: HOUR_MS }, clock);
    const source = await file.open();
    file.isReachable = false;
    await clock.advance(HOUR_MS - 60_000);
    expect(await source.get()).toMatchObject({ secret: 'one' });
    await clock.advance(60_000);
    await expect(source.get()).rejects.toMatchObject({ class: 'unreachable' });
    file.isReachable = true;
    file.key = { secret: 'two', endAtMs: 2 * HOUR_MS };
    await clock.advance(60_000);
    expect(await source.get()).toMatchObject({ secret: 'two' });
  });

  it('are not sent again once refused, when nobody could be asked for newer ones', async () => {
    const file = new KeyFile({ secret: 'one' });
    const source = await file.open();
    const refused = await source.get();
    file.isReachable = false;
    await expect(source.replace(refused)).rejects.toMatchObject({ class: 'unreachable' });
    await expect(source.get()).rejects.toMatchObject({ class: 'unreachable' });
    file.isReachable = true;
    file.key = { secret: 'two' };
    expect(await source.get()).toEqual({ secret: 'two' });
    expect(source.secrets).toEqual(['one', 'two']);
  });
});

class KeyFile {
  key: Key | undefined;
  readings = 0;
  isReachable = true;
  readonly #clock: VirtualClock;

  constructor(key: Key, clock: VirtualClock = new VirtualClock(0)) {
    this.key = key;
    this.#clock = clock;
  }

  async open(): Promise<CredentialSource<Key>> {
    const first = this.key;
    if (first === undefined) throw new Error('there is a key at first');
    return new CredentialSource<Key>({
      first,
      read: () => this.#read(),
      describe: ({ secret, endAtMs }) => ({ secrets: [secret], endAtMs }),
      clock: this.#clock,
    });
  }

  async #read(): Promise<Key> {
    this.readings += 1;
    if (!this.isReachable)
      throw new ProviderError('no answer', { vendorCode: 'X', class: 'unreachable', effect: 'none' });
    if (this.key === undefined) throw new CredentialsError('no key', 'Write one.');
    return this.key;
  }
}
