/** What the servers are. */
export interface RedisSettings {
  /** Of a server that no seed describes. */
  readonly defaultVersion: string;
  /** Keys in database 0 of a server whose seed says nothing about them. */
  readonly defaultKeys: number;
  readonly servers: readonly RedisServerSeed[];
  /** A server that no seed describes answers whatever calls say. */
  readonly takesAnyLogin: boolean;
  /** Names of servers that are still loading their data. */
  readonly loading: readonly string[];
  /** Commands that users may not send, in capitals. */
  readonly refused: readonly string[];
}

export interface RedisServerSeed {
  /** As in the path below `/servers/`: a name, or host and port. */
  readonly name: string;
  readonly version?: string;
  /**
   * With which calls are answered; `null`: whatever they say.
   *
   * @default the sandbox's own
   */
  readonly password?: string | null;
  /** By number. @default database 0 with `defaultKeys` keys */
  readonly databases?: Readonly<Record<string, number | Readonly<Record<string, RedisKeySeed>>>>;
}

/** A key that exists already. One of the fields besides `expiresInMs`. */
export interface RedisKeySeed {
  readonly string?: string;
  readonly list?: readonly string[];
  readonly set?: readonly string[];
  readonly hash?: Readonly<Record<string, string>>;
  readonly zset?: Readonly<Record<string, number>>;
  readonly stream?: readonly RedisEntrySeed[];
  /** Of the stream: name of the group → the last id that it was given. */
  readonly groups?: Readonly<Record<string, string>>;
  /** From the start of the sandbox on. */
  readonly expiresInMs?: number;
}

export interface RedisEntrySeed {
  readonly id: string;
  readonly fields: Readonly<Record<string, string>>;
}

export const DEFAULT_REDIS_SETTINGS: RedisSettings = {
  defaultVersion: '7.0.15',
  defaultKeys: 1_000,
  servers: [],
  takesAnyLogin: false,
  loading: [],
  refused: [],
};

export function mergeRedisSettings(base: RedisSettings, patch: Partial<RedisSettings>): RedisSettings {
  return { ...base, ...patch };
}
