import type { Server } from './server.ts';

/** The answer of INFO: all of its sections that anybody asks for here. */
export function info(server: Server, nowMs: number): string {
  const databases = server.databases.map(([number, { counts }]) => [
    `db${number}`,
    `keys=${counts.keys},expires=${counts.expires},avg_ttl=0`,
  ]);
  const fields = [
    ['redis_version', server.version],
    ['redis_mode', 'standalone'],
    ['run_id', server.runId],
    ['uptime_in_seconds', String(Math.floor((nowMs - server.startedAtMs) / 1_000))],
    ['maxmemory_policy', 'noeviction'],
    ['loading', '0'],
    ['rdb_changes_since_last_save', '0'],
    ['rdb_last_save_time', String(Math.floor(server.startedAtMs / 1_000))],
    ['role', 'master'],
    ['master_repl_offset', '0'],
    ['repl_backlog_active', '0'],
    ...databases,
  ];
  return `# Server\r\n${fields.map(([name, value]) => `${name}:${value}\r\n`).join('')}`;
}
