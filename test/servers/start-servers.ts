import { isServerName, type ServerName } from './catalogue.ts';
import { fetchServer } from './fetch-server.ts';
import { removeLeftFolders } from './left-folders.ts';
import { requireJdk } from './missing-tools.ts';
import { RunningServer } from './running-server.ts';

const DEFAULT_HEAP_MB = 512;
/** Ends a test that hangs: a machine under heavy load is ten times slower than a quiet one. */
const DEFAULT_START_TIMEOUT_MS = 300_000;

export interface StartOptions {
  /** @default 512 */
  readonly heapMb?: number;
  /** Of one server, fetching not included. @default 300000 */
  readonly startTimeoutMs?: number;
  /** `JAVA_HOME`, `JAVA21_HOME`, `WAYBILL_SERVERS` and `PATH` count. @default process.env */
  readonly env?: NodeJS.ProcessEnv;
  /** Gets a line for what takes long. @default nothing is reported */
  readonly report?: (line: string) => void;
}

/** A server by name, or with settings of its own, which take the place of ours. */
export type ServerSpec =
  | ServerName
  | { readonly server: ServerName; readonly settings: Readonly<Record<string, string>> };

export type StartedServers<Roles extends string> = Readonly<Record<Roles, RunningServer>> & AsyncDisposable;

/**
 * Real servers, one for each role, all at once. Each has an empty data folder and a free port on loopback. They are stopped
 * and their data removed when the result is disposed of, and at the latest when this process ends.
 *
 * @example
 * await using servers = await startServers({ old: 'elasticsearch-6.7', new: 'elasticsearch-7.10' });
 * await fetch(`${servers.old.url}/_cat/indices`);
 * @throws in one sentence, what to install; or which server did not start, with the end of its log
 */
export async function startServers<Roles extends string>(
  specs: Readonly<Record<Roles, ServerSpec>>,
  options: StartOptions = {},
): Promise<StartedServers<Roles>> {
  removeLeftFolders();
  const roles = Object.entries<ServerSpec>(specs);
  const settled = await Promise.allSettled(roles.map(([, spec]) => startOne(spec, options)));
  const started = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const failures = settled.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  if (failures.length > 0) {
    await disposeAll(started);
    throw failures.length === 1 ? failures[0] : new AggregateError(failures, failures.map(messageOf).join('\n'));
  }
  const byRole = Object.fromEntries(roles.map(([role], index) => [role, started[index]]));
  const disposal: AsyncDisposable = { [Symbol.asyncDispose]: () => disposeAll(started) };
  return Object.assign(byRole as Record<Roles, RunningServer>, disposal);
}

async function startOne(spec: ServerSpec, options: StartOptions): Promise<RunningServer> {
  const { server: name, settings } = typeof spec === 'string' ? { server: spec, settings: {} } : spec;
  const { heapMb = DEFAULT_HEAP_MB, startTimeoutMs = DEFAULT_START_TIMEOUT_MS, env = process.env } = options;
  if (!isServerName(name)) throw new Error(`there is no server ${String(name)}`);
  const jdk = requireJdk(name, { env });
  const installed = await fetchServer(name, { jdk, env, report: options.report ?? (() => {}) });
  return RunningServer.start(name, { installed, javaHome: jdk.home, heapMb, settings, startTimeoutMs });
}

async function disposeAll(servers: readonly RunningServer[]): Promise<void> {
  await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
