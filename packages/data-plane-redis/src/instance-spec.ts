import { COUNT, closedObject, listOf, type Schema, TEXT } from '@waybill/stand-kit';
import type { DataSet } from './data-set.ts';

/** An instance of the project: a server that is started for it, or one that is there already. */
export interface InstanceSpec {
  readonly id: string;
  readonly name?: string;
  /**
   * The vendor's word for how it is built. `cluster`: one server that is the whole of a Redis Cluster.
   *
   * @default ha
   */
  readonly mode?: string;
  /** Of both the instance and its server. */
  readonly password?: string;
  /**
   * Where clients reach it. Only instances with equal ports can exchange addresses; those without one share one.
   *
   * @default any free one
   */
  readonly port?: number;
  /** `host:port` of a server on this machine's loopback, which is used as it is and never stopped. */
  readonly address?: string;
  /**
   * Of the server, in MB: what is beyond it is refused.
   *
   * @default 256
   */
  readonly maxMemoryMb?: number;
  /**
   * What a server that is started here holds at the beginning.
   *
   * @default nothing
   */
  readonly data?: DataSet;
  /** Ids of backups that are taken of it at the beginning. */
  readonly backups?: readonly string[];
}

/** The project when nothing else is said: one instance with keys of every kind, and one without any. */
export const DEMO_INSTANCES: readonly InstanceSpec[] = [
  {
    id: 'd2c8399f-bdba-43c1-8069-3ff17a1a79d5',
    name: 'sandbox-source',
    data: {},
    backups: ['4c3d5e6f-7a8b-4c0d-9e1f-3a4b5c6d7e8f'],
  },
  { id: 'cf4a05df-1c38-47c5-bb5a-0a7b3673b3bd', name: 'sandbox-target' },
];

/** The same as JSON. */
export const INSTANCES_SCHEMA: Schema = {
  ...listOf(
    closedObject(
      {
        id: { type: 'string', pattern: '^[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}$' },
        name: TEXT,
        mode: { enum: ['single', 'ha', 'ha_rw_split', 'proxy', 'cluster'] },
        password: TEXT,
        port: { ...COUNT, maximum: 65_535 },
        address: TEXT,
        maxMemoryMb: COUNT,
        data: closedObject({
          keys: COUNT,
          seed: { type: 'integer', minimum: 0 },
          databases: { ...listOf({ type: 'integer', minimum: 0, maximum: 255 }), minItems: 1, uniqueItems: true },
          bigValueBytes: COUNT,
        }),
        backups: listOf(TEXT),
      },
      ['id'],
    ),
  ),
  minItems: 1,
};
