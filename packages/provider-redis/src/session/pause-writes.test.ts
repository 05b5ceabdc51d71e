import { ProviderError } from '@waybill/core';
import { expect, it } from 'vitest';
import type { AskedCall } from './asked-call.ts';
import { pauseWrites } from './pause-writes.ts';

const NAMES = ['a', 'b', 'c'] as const;

/** Three masters; what some of them refuse. Notes which ones were paused last. */
function serversRefusing(refused: Readonly<Record<string, string>>) {
  const paused = new Set<string>();
  const ask: AskedCall['ask'] = async ({ address, commands }) =>
    commands.map((command) => {
      const name = address.origin;
      if (command[0] === 'INFO') return { value: `run_id:process-${name}\r\n` };
      const error = refused[`${name} ${String(command[1])}`];
      if (error !== undefined) return { error };
      if (command[1] === 'PAUSE') paused.add(name);
      else paused.delete(name);
      return { value: 'OK' };
    });
  const masters = NAMES.map((origin) => ({ address: { origin, prefix: '' }, slots: [] }));
  const call = (operation: string, run_ids: readonly string[]) =>
    pauseWrites({
      operation,
      args: { milliseconds: 1_000, run_ids: [...run_ids] },
      layout: { mode: 'cluster', version: '7.0.0', masters },
      ask,
      secrets: [],
    } as unknown as AskedCall);
  return { paused, call };
}

const ALL = NAMES.map((name) => `process-${name}`);

it('pauses all masters that are meant, or none', async () => {
  const whole = serversRefusing({});
  expect(await whole.call('PauseWrites', ALL)).toEqual({ run_ids: ALL });
  expect([...whole.paused]).toEqual([...NAMES]);
  const strange = serversRefusing({});
  await expect(strange.call('PauseWrites', [...ALL, 'process-d'])).rejects.toThrow('another server answers');
  expect(strange.paused.size).toBe(0);
});

it('lets the others go where one refuses, and says that it had no effect', async () => {
  const servers = serversRefusing({ 'c PAUSE': 'NOPERM no' });
  await expect(servers.call('PauseWrites', ALL)).rejects.toMatchObject({ effect: 'none' });
  expect(servers.paused.size).toBe(0);
});

it('says that it may have had one where they cannot be let go', async () => {
  const servers = serversRefusing({ 'c PAUSE': 'NOPERM no', 'a UNPAUSE': 'NOPERM no' });
  const failed = servers.call('PauseWrites', ALL);
  await expect(failed).rejects.toBeInstanceOf(ProviderError);
  await expect(failed).rejects.toMatchObject({ effect: 'possible' });
});
