import { type JobConnection, type JsonObject, ProviderError } from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { sharePace } from './share-pace.ts';

interface Row {
  readonly opaqueId?: string;
  readonly speed?: number;
  readonly isPart?: boolean;
}

function underWay(rows: Readonly<Record<string, Row>>): ReadonlyMap<string, JsonObject> {
  return new Map(
    Object.entries(rows).map(([id, { opaqueId = 'waybill-a-1', speed = -1, isPart = false }]) => [
      id,
      {
        headers: { 'X-Opaque-Id': opaqueId },
        status: { requests_per_second: speed },
        ...(isPart ? { parent_task_id: 'n:1' } : {}),
      },
    ]),
  );
}

function cluster(refusal?: ProviderError): { readonly sent: JsonObject[]; readonly connection: JobConnection } {
  const sent: JsonObject[] = [];
  const call: JobConnection['call'] = async (operation, args) => {
    expect(operation).toBe('RethrottleReindex');
    if (refusal !== undefined) throw refusal;
    sent.push(args);
    return { response: {} };
  };
  return { sent, connection: { alias: 'new', session: {} as never, call, read: async () => null } };
}

const anyNumber = (...ids: readonly string[]) => ids.map((taskId) => ({ taskId, most: undefined }));

describe('the pace of copies that a cluster makes', () => {
  it('is shared with copies of other runs, and not with copies of others or parts of one', async () => {
    const { sent, connection } = cluster();
    const rows = underWay({
      'n:1': {},
      'n:2': { speed: 300 },
      'n:3': { opaqueId: 'waybill-of-another-run-1' },
      'n:4': { opaqueId: 'somebody' },
      'n:5': { isPart: true },
    });
    expect(await sharePace(anyNumber('n:1', 'n:2'), { perSecond: 900, underWay: rows, connection })).toBeUndefined();
    // The second one has its share.
    expect(sent).toEqual([{ task_id: 'n:1', requests_per_second: 300 }]);
  });

  it('grows when others end, and is never more than a unit allows', async () => {
    const { sent, connection } = cluster();
    const rows = underWay({ 'n:1': { speed: 300 }, 'n:2': { speed: 100 } });
    const copies = [...anyNumber('n:1'), { taskId: 'n:2', most: 100 }];
    await sharePace(copies, { perSecond: 900, underWay: rows, connection });
    expect(sent).toEqual([{ task_id: 'n:1', requests_per_second: 450 }]);
  });

  it('leaves a copy alone that the list does not show', async () => {
    const { sent, connection } = cluster();
    await sharePace(anyNumber('n:9'), { perSecond: 900, underWay: underWay({}), connection });
    expect(sent).toEqual([]);
  });

  it.each([
    ['not-found', undefined],
    ['forbidden', 'The pace of the copy cannot be changed: no.'],
    ['transient', 'The pace of the copy cannot be changed: no.'],
  ] as const)('says what a cluster refuses as %s', async (kind, said) => {
    const refusal = new ProviderError('no.', { vendorCode: 'X', class: kind, effect: 'none' });
    const { connection } = cluster(refusal);
    const rows = underWay({ 'n:1': {} });
    expect(await sharePace(anyNumber('n:1'), { perSecond: 900, underWay: rows, connection })).toBe(said);
  });
});
