import { below, hit, miss, type NearHit, type NearMiss, type Refused, reference } from './near-miss.ts';

const migration = { uses: 'search.index-migration', with: {} };
const plan = {
  version: 1,
  name: 'shop-to-cloud',
  providers: { search: { type: 'alicloud-elasticsearch' } },
  migrations: { orders: migration },
};

/** Every key of the language. */
const fullPlan = {
  ...plan,
  description: "Move the shop's indices and sessions",
  inputs: {
    sink: { description: 'target instance', type: 'string', default: 'es-cn-n6w1o1x0w001c' },
    dry: { type: 'boolean' },
  },
  secrets: { es_source: { env: 'ES_SOURCE_PASSWORD' }, es_sink: { file: '/run/secrets/es_sink' } },
  providers: {
    search: {
      type: 'alicloud-elasticsearch',
      region: 'cn-beijing',
      network: 'vpc',
      signature: 'hmac-sha1',
      credentials: {
        access_key_id: 'id',
        access_key_secret: reference('secrets.ak'),
        security_token: reference('secrets.st'),
      },
      statuses: { success: ['SUCCESS', 'DONE'], failure: [] },
      timeouts: { connect: '5s', response: '30s' },
      limits: { requests: '20/s', in_flight: 8, active: 5 },
      polling: { initial_interval: '5s', max_interval: '30s' },
    },
    cache: {
      type: 'huaweicloud-dcs',
      region: 'eu-de',
      cloud: 'otc',
      endpoint: 'https://dcs.eu-de.otc.t-systems.com',
      iam_endpoint: 'https://iam.eu-de.otc.t-systems.com',
      project_id: '666486c2d9b948c1bbea57e714d744fa',
      signing: 'token',
      credentials: { username: 'u', password: reference('secrets.iam'), domain_name: 'd' },
      settle: '20s',
      limits: { requests: '600/m', active_per_target: 1 },
    },
  },
  defaults: {
    timeout: '12h',
    retry: { max_attempts: 6, initial_interval: '1s', backoff_coefficient: 2, max_interval: '60s' },
    on_failure: 'continue',
  },
  migrations: {
    orders: {
      uses: 'search.index-migration',
      labels: { team: 'shop' },
      for_each: ['orders-2024', 2025],
      with: {},
      cleanup: 'delete',
    },
    sessions: {
      uses: 'cache.online-migration',
      description: 'sessions',
      needs: ['orders[2025]'],
      with: { name: 'sessions' },
      cutover: {
        mode: 'exchange-ip',
        max_lag: 0,
        lag_for: '30s',
        exchanged_ip: ['10.0.0.1'],
        is_exchange_domain: false,
      },
      timeout: '6h',
      retry: { max_attempts: 1 },
      on_failure: 'stop',
    },
    stop: { uses: 'cache.StopMigrationTask', with: { task_id: 'x' }, wait: false },
  },
};

export const planNearHits: readonly NearHit[] = [
  hit('plan', plan),
  hit('plan', fullPlan),
  hit('plan', {
    ...plan,
    secrets: { a: { env: 'A' }, b: { file: '/b' } },
    migrations: {
      orders: { ...migration, for_each: { a: [1], b: null }, needs: ['x', `orders[${reference('each.key')}]`] },
    },
  }),
];

export const planNearMisses: readonly NearMiss[] = plans();

function plans(): readonly NearMiss[] {
  const onPlan = (name: string, value: object, refused: Refused, hint?: RegExp): NearMiss =>
    miss('plan', name, { ...plan, ...value }, refused, hint);
  const onMigration = (name: string, value: object, refused: Refused, hint?: RegExp): NearMiss =>
    onPlan(
      `migration: ${name}`,
      { migrations: { orders: { ...migration, ...value } } },
      below('/migrations/orders', refused),
      hint,
    );
  return [
    onPlan('another version', { version: 2 }, '#/version const', /version: 1/),
    onPlan('the version as text', { version: '1' }, '#/version const', /as a number/),
    onPlan('a name that is a path', { name: '../shop' }, '#/name pattern', /63/),
    onPlan('no providers', { providers: {} }, '#/providers minProperties'),
    onPlan('no migrations', { migrations: {} }, '#/migrations minProperties'),
    onPlan(
      'a provider without type',
      { providers: { search: { region: 'cn-beijing' } } },
      '#/providers/search required',
    ),
    onPlan(
      'an alias in capitals',
      { providers: { Search: plan.providers.search } },
      ['#/providers pattern', '#/providers propertyNames'],
      /lower-case/,
    ),
    onPlan(
      'a limit without unit',
      { providers: { search: { type: 'x', limits: { requests: '20' } } } },
      '#/providers/search/limits/requests pattern',
      /20\/s/,
    ),
    onPlan(
      'a limit of 0',
      { providers: { search: { type: 'x', limits: { active: 0 } } } },
      '#/providers/search/limits/active minimum',
    ),
    onPlan(
      'a secret from two places',
      { secrets: { a: { env: 'A', file: '/a' } } },
      '#/secrets/a/file not',
      /remove the other/,
    ),
    onPlan('a secret from nowhere', { secrets: { a: {} } }, '#/secrets/a required', /env: NAME/),
    onPlan('a secret as text', { secrets: { a: 'hunter2' } }, '#/secrets/a type'),
    onPlan('an unknown input type', { inputs: { a: { type: 'date' } } }, '#/inputs/a/type enum'),
    onPlan('a duration without unit', { defaults: { timeout: '30' } }, '#/defaults/timeout pattern', /unit/),
    onPlan('a duration with a space', { defaults: { timeout: '30 s' } }, '#/defaults/timeout pattern', /space/),
    onPlan('no attempts', { defaults: { retry: { max_attempts: 0 } } }, '#/defaults/retry/max_attempts minimum'),
    onPlan('a migration name with brackets', { migrations: { 'a[b]': migration } }, [
      '#/migrations pattern',
      '#/migrations propertyNames',
    ]),
    onMigration('uses without a dot', { uses: 'index-migration' }, '#/uses pattern', /<provider alias>/),
    onMigration('no with', { with: undefined }, '# required'),
    onMigration('for_each as text', { for_each: 'a' }, '#/for_each type'),
    onMigration('for_each of maps', { for_each: [{ a: 1 }] }, '#/for_each/0 type', /write a map/),
    onMigration('needs as text', { needs: 'orders' }, '#/needs type'),
    onMigration('needs an empty key', { needs: ['orders[]'] }, '#/needs/0 pattern', /name\[key\]/),
    onMigration('a label that is a number', { labels: { team: 7 } }, '#/labels/team type'),
  ];
}
