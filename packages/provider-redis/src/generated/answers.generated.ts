// Generated from schemas/ by `node scripts/generate.ts`. Do not edit.

/**
 * The counts.
 */
export interface CountKeysResponse {
  /**
   * One row for each database that has keys.
   */
  databases?:
    | {
        /**
         * Number of the database.
         */
        database?: number | null;
        /**
         * Keys, including those that have expired but are not removed yet.
         */
        keys?: number | null;
        /**
         * Keys that expire.
         */
        expires?: number | null;
        [k: string]: unknown;
      }[]
    | null;
  /**
   * Keys of all databases; null where they are not counted.
   */
  keys?: number | null;
  /**
   * Databases that are not named may have keys too, because a proxy may leave them out. Absent: they have none.
   */
  partial?: boolean | null;
  /**
   * Whether the server says how many keys it has, which proxies may leave out.
   */
  counted?: boolean | null;
  [k: string]: unknown;
}

/**
 * What is refused.
 */
export interface ProbeRightsResponse {
  /**
   * Commands that are refused, each with what the server says.
   */
  refused?:
    | {
        /**
         * Name of the command.
         */
        command?: string | null;
        /**
         * What the server says.
         */
        reason?: string | null;
        /**
         * A comparison works without it, but takes longer.
         */
        optional?: boolean | null;
        [k: string]: unknown;
      }[]
    | null;
  [k: string]: unknown;
}

/**
 * The position.
 */
export interface ShowPositionResponse {
  /**
   * One row for each server that holds keys.
   */
  nodes?:
    | {
        /**
         * Its address.
         */
        node?: string | null;
        /**
         * Id of its process.
         */
        run_id?: string | null;
        /**
         * Replication offset.
         */
        offset?: number | null;
        /**
         * Whether the offset counts writes: replication is or was in use.
         */
        has_offset?: boolean | null;
        /**
         * Connected replicas, to which it also sends a PING every ten seconds, which the offset counts.
         */
        replicas?: number | null;
        /**
         * Its clock, in milliseconds since 1970.
         */
        at_ms?: number | null;
        /**
         * Changes since the last save.
         */
        changes?: number | null;
        /**
         * Time of the last save, in seconds since 1970.
         */
        saved_at?: number | null;
        [k: string]: unknown;
      }[]
    | null;
  [k: string]: unknown;
}

/**
 * The server.
 */
export interface ShowServerResponse {
  /**
   * Version of Redis, or the one that it is compatible with.
   */
  version?: string | null;
  /**
   * standalone, cluster, sentinel or proxy.
   */
  mode?: string | null;
  /**
   * master or slave.
   */
  role?: string | null;
  /**
   * Masters that hold the keys.
   */
  nodes?: number | null;
  /**
   * Slots of a cluster that are being moved to another master.
   */
  moving_slots?: number | null;
  /**
   * Whether it is still loading its data.
   */
  loading?: boolean | null;
  /**
   * Id of the process.
   */
  run_id?: string | null;
  /**
   * Ids of the processes of all masters.
   */
  run_ids?: string[] | null;
  [k: string]: unknown;
}
