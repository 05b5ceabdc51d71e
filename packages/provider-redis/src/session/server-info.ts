/** The answer of INFO: its fields by name. */
export type ServerInfo = Readonly<Record<string, string>>;

export function parseInfo(text: string): ServerInfo {
  const lines = text.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]));
}

export interface DatabaseCount {
  readonly database: number;
  readonly keys: number;
  readonly expires: number;
}

/** From `db0:keys=5,expires=1,avg_ttl=0`. */
export function databasesIn(info: ServerInfo): readonly DatabaseCount[] {
  return Object.entries(info).flatMap(([name, text]) => {
    const [, database] = /^db(\d+)$/.exec(name) ?? [];
    const [, keys, expires] = /^keys=(\d+),expires=(\d+)/.exec(text) ?? [];
    return database === undefined || keys === undefined
      ? []
      : [{ database: Number(database), keys: Number(keys), expires: Number(expires) }];
  });
}

/** The same databases of several servers together, in the order of their numbers. */
export function sumDatabases(counts: readonly DatabaseCount[]): readonly DatabaseCount[] {
  const sums = new Map<number, DatabaseCount>();
  for (const { database, keys, expires } of counts) {
    const sum = sums.get(database) ?? { database, keys: 0, expires: 0 };
    sums.set(database, { database, keys: sum.keys + keys, expires: sum.expires + expires });
  }
  return [...sums.values()].toSorted((left, right) => left.database - right.database);
}

export function versionIn(info: ServerInfo): string {
  return info['redis_version'] ?? '0';
}

/** Whether a version is at least `major.minor`. */
export function isAtLeast(version: string, major: number, minor = 0): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}
