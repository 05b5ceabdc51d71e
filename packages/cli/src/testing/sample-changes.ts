import type { PreviewChanges } from '@waybill/core';
import type { ComparedUnit } from '@waybill/core/internal';

/** Two previews of a plan between which nothing differs. */
export const withoutChanges: PreviewChanges = {
  format_version: '1.0',
  kind: 'preview-changes',
  is_equal: true,
  plan: { name: 'shop', environment: 'prod' },
  before: { digest: 'a'.repeat(64), units: 346 },
  after: { digest: 'b'.repeat(64), units: 346 },
  units: { added: [], removed: [], moved: [], changed: [], is_reordered: false },
  document: [],
  inputs: [],
  connections: [],
  limits: [],
  migrations: [],
  inventories: [],
  secrets: [],
  selection: [],
  versions: [],
  checks: [],
  warnings: { added: [], removed: [] },
  totals: [],
  estimate: [],
  state: [],
  unexplained: [],
};

function unit(address: string, host: string): ComparedUnit {
  return {
    address,
    migration: 'sessions',
    level: 0,
    needs: [],
    state: 'pending',
    from: { label: 'Redis', facts: [{ name: 'address', value: `${host}.internal.shop.example:6379` }] },
    to: { label: 'Huawei Cloud DCS', facts: [{ name: 'instance', value: `dcs-${host}` }] },
    steps: [],
  } as unknown as ComparedUnit;
}

const LONG =
  'The index exists in the target already, holds 48,203,117 documents, and was written to within the last hour.';

/** Everything that can differ, with names and values that are as long as in real plans. */
export const sampleChanges: PreviewChanges = {
  ...withoutChanges,
  is_equal: false,
  units: {
    added: [unit('sessions[checkout-eu-central-1]', 'checkout-eu-central-1')],
    removed: [unit('sessions[legacy]', 'legacy')],
    moved: [{ from: 'orders[orders-2024]', to: 'orders[orders-2024-v2]' }],
    changed: [
      ...Array.from({ length: 40 }, (_, at) => ({
        address: `orders[orders-archive-${at}]`,
        fields: [
          {
            path: ['from', 'facts', 'endpoint'],
            before: 'http://elasticsearch-a.internal.shop.example:9200',
            after: 'http://elasticsearch-b.internal.shop.example:9200',
            concerns: 'meaning' as const,
          },
        ],
      })),
      {
        address: 'sessions[carts]',
        fields: [
          { path: ['level'], before: 1, after: 0, concerns: 'order' },
          { path: ['state'], before: 'pending', after: 'succeeded', concerns: 'progress' },
        ],
      },
    ],
    is_reordered: true,
  },
  document: [{ path: ['description'], before: 'Move the shop', after: 'Move the shop and its sessions' }],
  inputs: [{ path: ['team'], after: 'shop' }],
  connections: [{ path: ['search', 'region'], before: 'cn-beijing', after: 'cn-hangzhou' }],
  limits: [{ path: ['search', 'requests'], before: '200/s', after: '100/s' }],
  migrations: [{ path: ['sessions', 'way_back'], before: 'switch back', after: null }],
  inventories: [
    {
      migration: 'orders',
      before: 'indices.csv',
      after: 'indices.csv',
      added: [],
      removed: [],
      changed: ['orders[a]'],
    },
  ],
  secrets: [{ path: ['es_password', 'source'], before: 'env:ES_PASSWORD', after: 'file:/run/secrets/es' }],
  selection: [{ path: ['target'], before: [], after: ['orders'] }],
  versions: [{ path: ['waybill'], before: '0.1.0', after: '0.2.0' }],
  checks: [
    {
      check: 'sink-absent',
      provider: 'search',
      units: ['orders[orders-archive-1]', 'orders[orders-archive-2]'],
      before: { verdict: 'passed', detail: '' },
      after: { verdict: 'blocking', detail: LONG },
    },
  ],
  warnings: {
    added: [
      { code: 'PREVIEW_APPROVAL_ROUNDS', summary: 'A limit is shared', detail: 'Two connections lead to one account.' },
    ] as never,
    removed: [{ code: 'PREVIEW_MANUAL_RECOVERY', summary: 'No rollback', detail: '' }] as never,
  },
  totals: [{ path: ['units'], before: 345, after: 346 }],
  estimate: [{ path: ['p50_ms'], before: 4_740_000, after: 3_720_000 }],
  state: [{ path: ['steps_done'], before: 0, after: 4 }],
  unexplained: ['steps', 'plan'],
};
