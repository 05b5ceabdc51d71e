import { hit, miss, type NearHit, type NearMiss } from './near-miss.ts';

const KINDS: readonly string[] = ['index-migration', 'online-migration', 'backup-import'];

export const optionsNearHits: readonly NearHit[] = [
  ...KINDS.flatMap((kind) => [hit(`${kind}.options`, {}), hit(`${kind}.options`, { cleanup: 'delete' })]),
  hit('index-migration.options', { verify: { level: 'digest', connect: { source: 'old', target: 'new' } } }),
  ...['online-migration', 'backup-import'].map((kind) =>
    hit(`${kind}.options`, {
      verify: { level: 'keys', rounds: 2, databases: [0], sample: 10, connect: { source: 'old', target: 'new' } },
    }),
  ),
  ...['online-migration', 'backup-import'].flatMap((kind) => [
    hit(`${kind}.options`, { verify: {} }),
    hit(`${kind}.options`, { verify: { connect: { source: 'old' } } }),
  ]),
  hit('online-migration.options', {
    cutover: { mode: 'exchange-ip', max_lag: 0, lag_for: '30s', exchanged_ip: ['10.0.0.1'], is_exchange_domain: false },
  }),
  hit('online-migration.options', { cutover: { mode: 'exchange-ip', freeze: 'client-pause' } }),
];

export const optionsNearMisses: readonly NearMiss[] = [
  miss('online-migration.options', 'a cut-over without mode', { cutover: { max_lag: 0 } }, '#/cutover required'),
  miss(
    'online-migration.options',
    'a lag of half a byte',
    { cutover: { mode: 'manual', max_lag: 0.5 } },
    '#/cutover/max_lag type',
  ),
  miss(
    'online-migration.options',
    'addresses with a manual cut-over',
    { cutover: { mode: 'manual', exchanged_ip: ['10.0.0.1'] } },
    '#/cutover/exchanged_ip not',
    /exchange-ip only/,
  ),
  miss(
    'online-migration.options',
    'a pause of writers with a manual cut-over',
    { cutover: { mode: 'manual', freeze: 'client-pause' } },
    '#/cutover/freeze not',
    /exchange-ip only/,
  ),
  miss(
    'online-migration.options',
    'an unknown freeze',
    { cutover: { mode: 'exchange-ip', freeze: 'read-only' } },
    '#/cutover/freeze enum',
  ),
  miss('online-migration.options', 'an unknown clean-up', { cleanup: true }, ['#/cleanup type', '#/cleanup enum']),
  ...KINDS.map((kind) =>
    miss(`${kind}.options`, `an unknown option of ${kind}`, { proof: true }, '# additionalProperties'),
  ),
  miss(
    'index-migration.options',
    'a comparison over no connection',
    { verify: { level: 'counts' } },
    '#/verify required',
  ),
  miss(
    'index-migration.options',
    'a comparison with one side',
    { verify: { level: 'counts', connect: { source: 'old' } } },
    '#/verify/connect required',
  ),
  ...['online-migration', 'backup-import'].map((kind) =>
    miss(
      `${kind}.options`,
      `a connect of ${kind} without a connection`,
      { verify: { connect: {} } },
      '#/verify/connect minProperties',
    ),
  ),
  miss('index-migration.options', 'a cut-over of an index', { cutover: { mode: 'none' } }, '# additionalProperties'),
];
