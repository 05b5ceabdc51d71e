import { isJsonObject, type JobConnection, type JobDefinition, type Json } from '@waybill/core';

const SHEETS_PER_SLICE = 100;

/** Own work: reads both shelves and counts the sheets that differ. */
export const compareSheets: JobDefinition = {
  name: 'compare-sheets',
  title: 'compare the sheets of both shelves',
  inputSchema: {
    type: 'object',
    required: ['origin_shelf', 'shelf'],
    properties: { origin_shelf: { type: 'string' }, shelf: { type: 'string' } },
  },
  outputs: ['compared'],
  async planSlices({ input, connections }) {
    const [origin] = connections;
    const found = await origin?.read('GetShelf', { shelf: input['origin_shelf'] ?? null });
    const sheets = isJsonObject(found ?? null) ? Number((found as { sheets?: Json }).sheets ?? 0) : 0;
    return Array.from({ length: Math.ceil(sheets / SHEETS_PER_SLICE) }, (_, index) => {
      return { name: `from-${index * SHEETS_PER_SLICE}`, arguments: { first: index * SHEETS_PER_SLICE } };
    });
  },
  async runSlice({ arguments: { first = 0 } }, { input, connections: [origin, target] }) {
    const left = await sheetsOf(origin, input['origin_shelf'] ?? null, first);
    const right = await sheetsOf(target, input['shelf'] ?? null, first);
    return { compared: left.length, different: left.filter((sheet, index) => sheet !== right[index]).length };
  },
  summarize(results) {
    const sum = (name: string) => results.reduce((total, { result }) => total + Number(result[name] ?? 0), 0);
    const [compared, different] = [sum('compared'), sum('different')];
    if (different > 0) return { kind: 'failed', reason: `${different} of ${compared} sheets differ.` };
    return { kind: 'succeeded', outputs: { compared } };
  },
  access: ['reads', 'reads'],
  assumedDuration: { p50Ms: 1_000, p90Ms: 5_000, source: 'a guess' },
};

async function sheetsOf(connection: JobConnection | undefined, shelf: Json, first: Json): Promise<readonly Json[]> {
  const page = await connection?.read('ReadSheets', { shelf, first, count: SHEETS_PER_SLICE });
  const sheets = isJsonObject(page ?? null) ? (page as { sheets?: Json }).sheets : undefined;
  return Array.isArray(sheets) ? sheets : [];
}
