import type { InstanceSpec } from '@waybill/data-plane-redis';
import type { RealSandbox } from './real-sandbox.ts';

/** How one instance of a fleet is moved into another one. */
export interface FleetMove {
  readonly name: string;
  /**
   * `exchange`: the addresses are exchanged while writers wait at the server; `manual`: writers are stopped by whoever approves;
   * `full`: nobody writes, and it ends by itself.
   */
  readonly ending: 'exchange' | 'manual' | 'full';
  readonly sourceId: string;
  readonly targetId: string;
  readonly databases: readonly number[];
  /** A cluster is given database 0 alone. */
  readonly targetMode?: 'cluster';
  readonly sourceMode?: 'cluster';
  /** Keys that the target has before, and keeps. */
  readonly keptKeys?: true;
  readonly password?: string;
}

export interface FleetShape {
  readonly instances: number;
  /** Of all of them together, at the beginning. */
  readonly keys: number;
  readonly seed: number;
}

/** Where a target has keys that its source does not have, and how many. */
export const KEPT_DATABASE = 11;
export const KEPT_KEYS = 50;

type Kind = Omit<FleetMove, 'name' | 'sourceId' | 'targetId'>;

const KINDS: readonly Kind[] = [
  { ending: 'exchange', databases: [0, 3] },
  { ending: 'manual', databases: [0, 5], targetMode: 'cluster' },
  { ending: 'full', databases: [0, 1, 2, 9] },
  { ending: 'exchange', databases: [0], password: 'the-password-of-both' },
  { ending: 'manual', databases: [0, 1, 7] },
  { ending: 'manual', databases: [0], sourceMode: 'cluster', targetMode: 'cluster' },
  { ending: 'exchange', databases: [2, 4] },
  { ending: 'manual', databases: [0, 3], keptKeys: true },
];

/** Instances of every kind in turns. */
export function planFleet({ instances }: FleetShape): readonly FleetMove[] {
  return Array.from({ length: instances }, (_, at) => ({
    ...(KINDS[at % KINDS.length] ?? { ending: 'full', databases: [0] }),
    name: `cache-${at}`,
    sourceId: `d2c8399f-bdba-43c1-8069-3ff17a1a7${String(900 + at)}`,
    targetId: `cf4a05df-1c38-47c5-bb5a-0a7b3673b${String(900 + at)}`,
  }));
}

/** Databases whose keys are at the target in the end. */
export function movedDatabases({ databases, targetMode }: FleetMove): readonly number[] {
  return targetMode === 'cluster' ? [0] : databases;
}

/** Keys of each database of a source. */
export function seededKeys({ databases }: FleetMove, { keys, instances }: FleetShape): number {
  return Math.ceil(keys / instances / databases.length);
}

export function instancesOf(moves: readonly FleetMove[], shape: FleetShape): readonly InstanceSpec[] {
  const maxMemoryMb = 256 + Math.ceil(shape.keys / shape.instances / 500);
  return moves.flatMap((move, at) => {
    const { sourceId, targetId, databases, sourceMode, targetMode, keptKeys, password } = move;
    const both = { maxMemoryMb, ...(password === undefined ? {} : { password }) };
    const data = { keys: seededKeys(move, shape), seed: shape.seed + at, databases, bigValueBytes: 300_000 };
    return [
      { id: sourceId, ...both, ...(sourceMode === undefined ? {} : { mode: sourceMode }), data },
      {
        id: targetId,
        ...both,
        ...(targetMode === undefined ? {} : { mode: targetMode }),
        ...(keptKeys === undefined
          ? {}
          : { data: { keys: KEPT_KEYS, seed: shape.seed + at, databases: [KEPT_DATABASE] } }),
      },
    ];
  });
}

/** The variable that has the passwords. */
export const FLEET_PASSWORD = 'FLEET_PASSWORD';

export function fleetPlan(vendor: RealSandbox, moves: readonly FleetMove[]): string {
  const connections = moves.flatMap(({ name, sourceId, targetId, password }) =>
    [[`${name}-old`, sourceId] as const, [`${name}-new`, targetId] as const].map(
      ([alias, id]) => `  ${alias}: { type: redis, url: "${vendor.url(id)}"${passwordOf(password)} }\n`,
    ),
  );
  return `version: 1
name: fleet
inputs: { search_endpoint: {}, cache_endpoint: {}, project_id: {} }
secrets: { cache: { env: ${FLEET_PASSWORD} } }
providers:
  cache:
    type: huaweicloud-dcs
    region: eu-de
    endpoint: "\${{ inputs.cache_endpoint }}"
    project_id: "\${{ inputs.project_id }}"
    limits: { requests: 50/s, in_flight: 8 }
    polling: { initial_interval: 200ms, max_interval: 500ms }
${connections.join('')}defaults: { retry: { max_attempts: 3, initial_interval: 50ms } }
migrations:
${moves.map((move) => migrationOf(vendor, move)).join('')}`;
}

function migrationOf(vendor: RealSandbox, move: FleetMove): string {
  const { name, ending, sourceId, targetId, password, targetMode, keptKeys } = move;
  const addresses = [sourceId, targetId].map((id) => `"${vendor.address(id).host}"`).join(', ');
  const cutovers = {
    exchange: `\n    cutover: { mode: exchange-ip, exchanged_ip: [${addresses}], freeze: client-pause }`,
    manual: '\n    cutover: { mode: manual }',
    full: '',
  };
  const databases = targetMode === 'cluster' ? ', databases: [0]' : '';
  return `  ${name}:
    uses: cache.online-migration${cutovers[ending]}
    with:
      name: ${name}
      vpc_id: 5e37b3be-950a-48e1-b498-65b63d336481
      subnet_id: 40f15ed6-7f85-49d5-ba0e-65b940d4812c
      security_group_id: 9df96622-24b7-4813-84b8-ab74552a21d7
      migration_method: ${ending === 'full' ? 'full_amount_migration' : 'incremental_migration'}
      source_instance: { id: ${sourceId}${passwordOf(password)} }
      target_instance: { id: ${targetId}${passwordOf(password)} }
    verify: { level: digest, rounds: 8, interval: 200ms${databases}, expect: ${keptKeys ? 'superset' : 'equal'}, connect: { source: ${name}-old, target: ${name}-new } }
`;
}

function passwordOf(password: string | undefined): string {
  return password === undefined ? '' : ', password: "${{ secrets.cache }}"';
}
