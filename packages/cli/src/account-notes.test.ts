import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConnectedAccount } from '@waybill/core';
import { describe, expect, test } from 'vitest';
import { AccountNotes } from './account-notes.ts';
import type { CliIo } from './cli-io.ts';

const ACCOUNT: ConnectedAccount = {
  scope: 'alicloud-elasticsearch\nhttps://elasticsearch.example key-id',
  providers: ['search'],
  otherKeys: [],
  requests: { count: 20, intervalMs: 1_000 },
};

describe('two runs on one machine', () => {
  test('are told of each other while both last, with what they allow together', () => {
    const folder = mkdtempSync(join(tmpdir(), 'waybill-notes-'));
    using first = new AccountNotes('shop', machine(folder, 1));
    expect(first.announce([ACCOUNT])).toEqual([]);
    {
      using second = new AccountNotes('store', machine(folder, 2));
      const [told] = second.announce([ACCOUNT]);
      expect(told).toContain('the account of search: plan shop (process 1)');
      expect(told).toContain('together they allow 40 calls/s');
      expect(second.announce([{ ...ACCOUNT, scope: 'another account' }])).toEqual([]);
    }
    using third = new AccountNotes('depot', machine(folder, 3));
    expect(third.announce([ACCOUNT])).toHaveLength(1);
  });

  test('leave nothing behind, and what a killed run left is removed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'waybill-notes-'));
    new AccountNotes('killed', machine(folder, 1)).announce([ACCOUNT]);
    const [account = ''] = readdirSync(join(folder, 'waybill', 'accounts'));
    const notes = join(folder, 'waybill', 'accounts', account);
    writeFileSync(join(notes, 'broken.json'), '{');
    {
      using later = new AccountNotes('later', machine(folder, 2, new Set([2])));
      expect(later.announce([ACCOUNT])).toEqual([]);
      expect(readdirSync(notes)).toEqual(['2.json']);
    }
    expect(readdirSync(notes)).toEqual([]);
    expect(account).not.toContain('key-id');
  });

  test('say nothing where no note can be written', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'waybill-notes-')), 'file');
    writeFileSync(file, 'no folder');
    using notes = new AccountNotes('shop', machine(file, 1));
    expect(notes.announce([ACCOUNT])).toEqual([]);
    using homeless = new AccountNotes('shop', { ...machine('', 1), env: {} });
    expect(homeless.announce([ACCOUNT])).toEqual([]);
  });
});

function machine(runtime: string, pid: number, alive?: ReadonlySet<number>): CliIo {
  const host = { name: 'host-1', user: 'me', pid, isProcessAlive: (other: number) => alive?.has(other) ?? true };
  // Only what the notes use.
  return { env: { XDG_RUNTIME_DIR: runtime }, host } as unknown as CliIo;
}
