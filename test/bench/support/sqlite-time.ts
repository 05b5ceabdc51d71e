import { DatabaseSync, StatementSync } from 'node:sqlite';

/** Milliseconds that this process has spent inside SQLite's writing calls since `watchSqlite`. */
export interface SqliteTime {
  readonly writingMs: () => number;
}

/** SQLite's calls block the event loop, so what they take is simply added up. For this process only, for its lifetime. */
export function watchSqlite(): SqliteTime {
  let writingMs = 0;
  const add = (ms: number): void => {
    writingMs += ms;
  };
  timeMethod(DatabaseSync.prototype, 'exec', add);
  timeMethod(StatementSync.prototype, 'run', add);
  return { writingMs: () => writingMs };
}

function timeMethod<Name extends string>(
  prototype: Record<Name, (...args: never[]) => unknown>,
  name: Name,
  add: (ms: number) => void,
): void {
  const original: (...args: never[]) => unknown = prototype[name];
  prototype[name] = function timedMethod(this: unknown, ...args: never[]): unknown {
    const startedMs = performance.now();
    try {
      return original.apply(this, args);
    } finally {
      add(performance.now() - startedMs);
    }
  };
}
