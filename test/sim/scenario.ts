import type { JsonObject, Random } from '@waybill/core';
import { createSeededRandom } from '@waybill/core/testing';
import type { Fault, FaultRule } from '@waybill/sandbox';
import { type DamageDraw, drawDamage } from './draw-damage.ts';

/** Everything that a simulated run depends on. The same seed always makes the same scenario. */
export interface Scenario {
  readonly seed: number;
  /** The plan, as JSON (which is YAML). */
  readonly plan: JsonObject;
  readonly limits: { readonly alicloud: ScenarioLimits; readonly huaweicloud: ScenarioLimits };
  readonly faults: readonly FaultRule[];
  /** Deaths of the process, one after the other: at the n-th commit or call since the last one. */
  readonly crashes: readonly Crash[];
  /** How long a call takes to reach the vendor and to come back, each drawn anew, in milliseconds. */
  readonly maxLatencyMs: number;
  /** At this call a second process takes the state over while the first one still lives. */
  readonly takeoverAtCall: number | undefined;
  /** The value of every secret, when it is a word of the plan, of the record format or a very short one. */
  readonly secretWord: string | undefined;
  /** Just before it sends this change, the process is frozen until another one has taken the state and come to its end. */
  readonly freezeAtWrite: number | undefined;
  /** Some unit's remote task fails, so the plan cannot succeed as a whole. */
  readonly hasFailingTask: boolean;
  /** One call is refused for a missing permission, so that its unit fails and no other. */
  readonly hasForbiddenCall: boolean;
  /** When there is no connection to any vendor, in milliseconds since the start. */
  readonly outages: readonly Outage[];
  /** The vendors take other keys every so often, in milliseconds. */
  readonly keysLastMs: number | undefined;
  /** What the state suffers when the process dies. */
  readonly damage: DamageDraw | undefined;
}

export interface Outage {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface ScenarioLimits {
  readonly requests: number;
  readonly inFlight: number;
  readonly active: number;
}

export interface Crash {
  readonly at: 'commit' | 'call';
  readonly count: number;
  /** Before or after the records are durable, or the call has had its effect. */
  readonly when: 'before' | 'after';
}

/** How long a lost create is looked up before it counts as absent; everything that hides a task is shorter. */
export const SETTLE_MS = 20_000;

export function buildScenario(seed: number): Scenario {
  const random = createSeededRandom(seed);
  const draw = new Draw(random);
  const limits = { alicloud: drawLimits(draw), huaweicloud: drawLimits(draw) };
  const hasFailingTask = draw.chance(0.15);
  const single = draw.list(0, 5, () => drawFault(draw));
  const usual = draw.chance(0.3) ? [...single, ...lostAndLate(draw)] : single;
  const plan = drawPlan(draw, limits);
  const namesakes = drawNamesakes(seed);
  const { forbidden, outages, keysLastMs } = drawConnection(seed);
  const faults = [...usual, ...(namesakes?.faults ?? []), ...(forbidden === undefined ? [] : [forbidden])];
  const whole = namesakes === undefined ? plan : withMigrations(plan, namesakes.migrations);
  const failing = hasFailingTask ? [failingTask(draw)] : [];
  const crashes = draw.list(0, 3, () => drawCrash(draw));
  const maxLatencyMs = draw.pick([5, 80, 900]);
  const takeoverAtCall = draw.chance(0.2) ? draw.between(1, 60) : undefined;
  const freezeAtWrite = drawFreeze(seed);
  const isAlone = takeoverAtCall === undefined && freezeAtWrite === undefined;
  const damaged = crashes.length === 0 ? undefined : drawDamage({ seed, plan: whole, faults, mayNarrow: isAlone });
  const damage = damaged?.damage;
  return {
    seed,
    plan: damaged?.plan ?? whole,
    limits,
    faults: [...(damaged?.faults ?? faults), ...failing],
    crashes,
    maxLatencyMs,
    takeoverAtCall: keptUnless(damage, takeoverAtCall),
    freezeAtWrite: keptUnless(damage, freezeAtWrite),
    hasFailingTask,
    hasForbiddenCall: forbidden !== undefined,
    outages,
    keysLastMs,
    damage,
    secretWord: drawSecretWord(seed),
  };
}

/** Two processes that know nothing of each other and a state that is damaged would be two stories in one. */
function keptUnless<Value>(damage: DamageDraw | undefined, value: Value): Value | undefined {
  return damage === undefined ? value : undefined;
}

/** Words that are everywhere in plans, journals and what vendors say. */
const SECRET_WORDS: readonly string[] = [
  'm0 m1 m2 00 01 low task cache search simulated redis es sessions elastic a 0 m0[00] es-cn-simulated01',
  'step kind unit outputs task_id step.intent succeeded happened lookup create await full_amount_migration',
  'CreateMigrationTask CreateDataTasks',
].flatMap((words) => words.split(' '));

/** An everyday word may be somebody's password: the run is as with any other. */
function drawSecretWord(seed: number): string | undefined {
  // A source of its own, so that everything else of the scenario is as it is without it.
  const draw = new Draw(createSeededRandom(seed + 6_000_000_000));
  return draw.chance(0.25) ? draw.pick(SECRET_WORDS) : undefined;
}

function drawFreeze(seed: number): number | undefined {
  // A source of its own, so that everything else of the scenario is as it is without it.
  const draw = new Draw(createSeededRandom(seed + 8_000_000_000));
  return draw.chance(0.15) ? draw.between(1, 8) : undefined;
}

/** What is wrong with the connection as a whole, or with one action over it. */
function drawConnection(seed: number): {
  readonly forbidden: FaultRule | undefined;
  readonly outages: readonly Outage[];
  readonly keysLastMs: number | undefined;
} {
  // A source of its own, so that everything else of the scenario is as it is without it.
  const draw = new Draw(createSeededRandom(seed + 5_000_000_000));
  const outages = draw.list(0, 3, () => {
    const fromMs = draw.between(0, 30_000);
    return { fromMs, toMs: fromMs + draw.between(100, 60_000) };
  });
  return {
    forbidden: draw.chance(0.15) ? forbiddenCall(draw) : undefined,
    outages: draw.chance(0.4) ? outages : [],
    keysLastMs: draw.chance(0.3) ? draw.between(5_000, 60_000) : undefined,
  };
}

function forbiddenCall(draw: Draw): FaultRule {
  const operation = draw.pick(CALLS);
  return { operation, nth: draw.between(1, 4), fault: { kind: 'status', status: 403, when: 'before' } };
}

function drawLimits(draw: Draw): ScenarioLimits {
  return { requests: draw.between(2, 12), inFlight: draw.between(1, 4), active: draw.between(1, 4) };
}

function drawCrash(draw: Draw): Crash {
  return { at: draw.pick(['commit', 'call']), count: draw.between(1, 40), when: draw.pick(['before', 'after']) };
}

const CALLS = [
  'CreateDataTasks',
  'ListDataTasks',
  'DeleteDataTask',
  'GetClusterDataInformation',
  'DescribeInstance',
  'CreateOnlineMigrationTask',
  'SetOnlineMigrationTask',
  'CreateMigrationTask',
  'ListMigrationTask',
  'ShowMigrationTask',
  'ShowInstance',
  'StopMigrationTask',
  'DeleteMigrationTask',
  'ExchangeInstanceIp',
] as const;

/** Faults that pass: every unit can still end as it should. */
function drawFault(draw: Draw): FaultRule {
  const operation = draw.pick(CALLS);
  const isCreate = operation.startsWith('Create');
  const faults: readonly Fault[] = [
    { kind: 'reset', when: 'before' },
    { kind: 'reset', when: 'after' },
    { kind: 'status', status: 503, when: 'before' },
    { kind: 'status', status: 500, when: 'after' },
    { kind: 'throttle', retryAfterMs: draw.between(100, 4_000) },
    { kind: 'throttle' },
    { kind: 'cut-body' },
    { kind: 'malformed', body: draw.pick(['empty', 'html', 'truncated', 'wrong-types']) },
    ...(isCreate ? [{ kind: 'hidden-in-list', ms: draw.between(500, 8_000) } as const] : []),
    // An incremental migration never ends by itself: with an unknown word for its steady state nobody can tell it arrived.
    ...(isCreate && operation !== 'CreateOnlineMigrationTask'
      ? [{ kind: 'unknown-status', word: 'PREPARING' } as const]
      : []),
  ];
  const first = draw.between(1, 6);
  // So long that all repeats of a read are used up: the look fails as a whole, and the next one has to ask again.
  const isOutage = operation.startsWith('List') && draw.chance(0.5);
  const nth = isOutage ? Array.from({ length: 7 }, (_, index) => first + index) : first;
  return { operation, fault: draw.pick(faults), nth };
}

/** The hardest case of a lost create: it happened, nobody said so, and the list shows it late. */
function lostAndLate(draw: Draw): readonly FaultRule[] {
  const operation = draw.pick(['CreateDataTasks', 'CreateOnlineMigrationTask', 'CreateMigrationTask']);
  const nth = draw.between(1, 3);
  return [
    { operation, nth, fault: { kind: 'hidden-in-list', ms: draw.between(2_000, 12_000) } },
    { operation, nth, fault: { kind: 'reset', when: 'after' } },
  ];
}

interface Namesakes {
  readonly migrations: JsonObject;
  readonly faults: readonly FaultRule[];
}

/**
 * Two tasks of which one name begins with the other, and answers that are lost: the vendor's list finds both by the
 * shorter name. Low-level creates send names as the plan has them; those of kinds end in a token.
 */
function drawNamesakes(seed: number): Namesakes | undefined {
  // A source of its own, so that everything else of the scenario is as it is without them.
  const draw = new Draw(createSeededRandom(seed + 4_000_000_000));
  if (!draw.chance(0.2)) return undefined;
  const names = ['sessions', 'sessions-2'];
  const isImport = draw.chance(0.5);
  const migrations = names.map((name, index): readonly [string, JsonObject] => [
    name,
    isImport ? lowImport({ task: name, target: redisId('m0', `a${index}`) }) : lowOnline(name),
  ]);
  const operation = isImport ? 'CreateMigrationTask' : 'CreateOnlineMigrationTask';
  const lost: FaultRule = { operation, probability: 0.8, times: 5, fault: { kind: 'reset', when: 'after' } };
  return { migrations: Object.fromEntries(migrations), faults: [lost] };
}

function withMigrations(plan: JsonObject, more: JsonObject): JsonObject {
  return { ...plan, migrations: { ...(plan['migrations'] as JsonObject), ...more } };
}

function failingTask(draw: Draw): FaultRule {
  const operation = draw.pick(['CreateDataTasks', 'CreateMigrationTask', 'SetOnlineMigrationTask']);
  return { operation, nth: draw.between(1, 3), fault: { kind: 'task-fails', message: 'the simulated task fails' } };
}

function drawPlan(draw: Draw, limits: Scenario['limits']): JsonObject {
  const migrations: Record<string, JsonObject> = {};
  const count = draw.between(1, 4);
  for (let index = 0; index < count; index += 1) {
    const earlier = Object.keys(migrations);
    for (const [name, migration] of drawMigrations(draw, `m${index}`)) {
      const needs = earlier.filter(() => draw.chance(0.25));
      migrations[name] = needs.length > 0 && migration['needs'] === undefined ? { ...migration, needs } : migration;
    }
  }
  return {
    version: 1,
    name: 'simulated',
    secrets: { es: { env: 'ES_PASSWORD' }, redis: { env: 'REDIS_PASSWORD' } },
    providers: {
      search: { type: 'alicloud-elasticsearch', endpoint: 'http://127.0.0.1:1', ...pace(limits.alicloud) },
      cache: {
        type: 'huaweicloud-dcs',
        region: 'eu-de',
        endpoint: 'http://127.0.0.1:1',
        settle: `${SETTLE_MS}ms`,
        ...pace(limits.huaweicloud),
        limits: { ...pace(limits.huaweicloud).limits, active_per_target: 1 },
      },
    },
    defaults: { timeout: '6h', retry: { max_attempts: 12, initial_interval: '500ms', max_interval: '10s' } },
    migrations,
  };
}

function pace({ requests, inFlight, active }: ScenarioLimits) {
  return {
    limits: { requests: `${requests}/s`, in_flight: inFlight, active },
    polling: { initial_interval: '2s', max_interval: '5s' },
  };
}

/** One migration, or a chain of low-level ones that hand an id on. */
function drawMigrations(draw: Draw, name: string): readonly (readonly [string, JsonObject])[] {
  const keys = draw.list(1, 3, (index) => `0${index}`);
  switch (draw.pick(['index', 'full', 'incremental', 'exchange', 'import', 'low-index', 'low-redis', 'low-import'])) {
    case 'index':
      return [
        [
          name,
          {
            uses: 'search.index-migration',
            for_each: keys,
            cleanup: draw.pick(['keep', 'delete']),
            with: indexWith(name, {}),
          },
        ],
      ];
    case 'full':
      return [
        [
          name,
          {
            uses: 'cache.online-migration',
            for_each: keys,
            cleanup: draw.pick(['keep', 'delete']),
            with: online(name, 'full_amount_migration'),
          },
        ],
      ];
    case 'incremental':
      return [
        [
          name,
          {
            uses: 'cache.online-migration',
            for_each: keys,
            cutover: { mode: 'manual', lag_for: '2s' },
            cleanup: draw.pick(['keep', 'delete']),
            with: online(name, 'incremental_migration'),
          },
        ],
      ];
    case 'exchange':
      return [
        [
          name,
          {
            uses: 'cache.online-migration',
            cutover: { mode: 'exchange-ip', exchanged_ip: ['10.0.0.1', '10.0.0.2'], is_exchange_domain: false },
            with: {
              ...online(name, 'incremental_migration'),
              name,
              source_instance: { id: redisId(name, 'ff'), password: '${{ secrets.redis }}' },
              target_instance: target(name),
            },
          },
        ],
      ];
    case 'import':
      return [
        [
          name,
          {
            uses: 'cache.backup-import',
            for_each: keys,
            with: importOf(`task-${name}-\${{ each.key }}`, target(name, '${{ each.key }}')),
          },
        ],
      ];
    case 'low-index':
      return [
        [
          name,
          {
            uses: 'search.CreateDataTasks',
            for_each: keys,
            with: indexWith(name, { settings: '{}', mapping: '{"_doc":{}}', dataSourceType: 'elasticsearch' }),
          },
        ],
      ];
    case 'low-import':
      return [[name, lowImport({ task: `task-${name}`, target: redisId(name, '00') })]];
    default:
      return [
        [name, lowOnline(`low-${name}`)],
        [
          `${name}-set`,
          {
            uses: 'cache.SetOnlineMigrationTask',
            needs: [name],
            with: {
              task_id: `\${{ migrations.${name}.outputs.task_id }}`,
              migration_method: 'full_amount_migration',
              resume_mode: 'auto',
              source_instance: { addrs: '10.1.1.1:6379' },
              target_instance: target(name),
            },
          },
        ],
      ];
  }
}

function lowImport({ task, target: id }: { readonly task: string; readonly target: string }): JsonObject {
  return {
    uses: 'cache.CreateMigrationTask',
    with: {
      ...importOf(task, { id, password: '${{ secrets.redis }}' }),
      migration_type: 'backupfile_import',
      migration_method: 'full_amount_migration',
    },
  };
}

function lowOnline(task: string): JsonObject {
  return {
    uses: 'cache.CreateOnlineMigrationTask',
    with: { name: task, description: 'low level', ...NETWORK },
  };
}

const NETWORK = { vpc_id: 'vpc-1', subnet_id: 'subnet-1', security_group_id: 'group-1' };

function indexWith(name: string, sinkMore: JsonObject): JsonObject {
  const index = `${name}-\${{ each.key }}`;
  const isLow = sinkMore['dataSourceType'] !== undefined;
  const kind = isLow ? { dataSourceType: 'elasticsearch' } : {};
  return {
    InstanceId: 'es-cn-simulated01',
    sourceCluster: {
      ...kind,
      endpoint: 'http://10.0.0.5:9200',
      username: 'elastic',
      password: '${{ secrets.es }}',
      index,
      type: '_doc',
    },
    sinkCluster: {
      ...kind,
      username: 'elastic',
      password: '${{ secrets.es }}',
      index,
      type: '_doc',
      settings: {},
      mapping: { _doc: {} },
      ...sinkMore,
    },
  };
}

function online(name: string, method: string): JsonObject {
  return {
    name: `${name}-\${{ each.key }}`,
    ...NETWORK,
    migration_method: method,
    source_instance: { addrs: '10.1.1.1:6379', password: '${{ secrets.redis }}' },
    target_instance: target(name, '${{ each.key }}'),
  };
}

function importOf(task: string, targetInstance: JsonObject): JsonObject {
  return {
    task_name: task,
    backup_files: { file_source: 'self_build_obs', bucket_name: 'bucket', files: [{ file_name: 'dump.rdb' }] },
    target_instance: targetInstance,
  };
}

function target(name: string, key = '00'): JsonObject {
  return { id: redisId(name, key), password: '${{ secrets.redis }}' };
}

/** A well-formed instance id, different for each migration and key. */
function redisId(name: string, key: string): string {
  return `00000000-0000-4000-8000-000000000${name.slice(1)}${key}`;
}

class Draw {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Both ends included. */
  between(low: number, high: number): number {
    return low + Math.floor(this.#random.fraction() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.#random.fraction() < probability;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.#random.fraction() * items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }

  list<Item>(low: number, high: number, make: (index: number) => Item): readonly Item[] {
    return Array.from({ length: this.between(low, high) }, (_, index) => make(index));
  }
}
