import { defined, type Json, type JsonObject } from '@waybill/core';
import { type Reply, replyValue } from '../answer/answer-rules.ts';
import { plainText } from '../answer/plain-text.ts';
import {
  CLUSTER_NODES,
  COMMANDS,
  type Command,
  isPause,
  PROBED_KEY,
  PROBED_PAUSE,
  probesOf,
} from '../request/build-request.ts';
import type { AskedCall } from './asked-call.ts';
import { digestCommand } from './digest-script.ts';
import { nameOf } from './layout.ts';
import { pauseWrites } from './pause-writes.ts';
import { databasesIn, parseInfo, type ServerInfo, sumDatabases } from './server-info.ts';

/** What an operation of plans answers. */
export async function serverCall(call: AskedCall): Promise<Json> {
  if (isPause(call.operation)) return await pauseWrites(call);
  switch (call.operation) {
    case 'CountKeys':
      return await countKeys(call);
    case 'ShowPosition':
      return await showPosition(call);
    case 'ProbeRights':
      return await probeRights(call);
    default:
      return await showServer(call);
  }
}

async function showServer(call: AskedCall): Promise<Json> {
  const { mode, masters, version, valkeyVersion, movingSlots } = call.layout;
  const infos = (await infosOf(call)).map(({ info: of }) => of);
  const [info = {}] = infos;
  return {
    version,
    ...defined({ valkey_version: valkeyVersion }),
    mode,
    role: info['role'] ?? null,
    nodes: masters.length,
    ...defined({ moving_slots: movingSlots?.length }),
    loading: info['loading'] === '1',
    ...defined({ master_link: info['master_link_status'] }),
    ...(info['role'] === 'slave' ? { read_only: info['slave_read_only'] !== '0' } : {}),
    run_id: info['run_id'] ?? null,
    run_ids: infos.flatMap(({ run_id: id }) => (id === undefined ? [] : [id])),
    maxmemory_policy: info['maxmemory_policy'] ?? null,
  };
}

async function countKeys(call: AskedCall): Promise<Json> {
  const infos = await infosOf(call);
  const databases = sumDatabases(infos.flatMap(({ info }) => databasesIn(info)));
  // A server that is asked itself leaves out databases without keys alone.
  const isCounted = call.layout.mode !== 'proxy' || databases.length > 0;
  return {
    databases: databases.map((count): JsonObject => ({ ...count })),
    keys: isCounted ? databases.reduce((sum, { keys }) => sum + keys, 0) : null,
    counted: isCounted,
    ...(call.layout.mode === 'proxy' && isCounted ? { partial: true } : {}),
    nodes: infos.map(
      ({ node, info }): JsonObject => ({ node, databases: databasesIn(info).map((each) => ({ ...each })) }),
    ),
  };
}

async function showPosition(call: AskedCall): Promise<Json> {
  const infos = await infosOf(call);
  return {
    nodes: infos.map(({ node, info }): JsonObject => {
      const offset = Number(info['master_repl_offset'] ?? 0);
      return {
        node,
        run_id: info['run_id'] ?? null,
        offset,
        // Without a replica, and before the first one, nothing is counted.
        has_offset: info['repl_backlog_active'] === '1',
        replicas: numberIn(info, 'connected_slaves'),
        at_ms: numberIn(info, 'server_time_usec', 1_000),
        changes: numberIn(info, 'rdb_changes_since_last_save'),
        saved_at: numberIn(info, 'rdb_last_save_time'),
      };
    }),
  };
}

function numberIn(info: ServerInfo, name: string, divisor = 1): number | null {
  return info[name] === undefined ? null : Math.floor(Number(info[name]) / divisor);
}

/**
 * At every master, since each has users of its own. A key that is on another node is no refusal: rights are asked before
 * places.
 */
async function probeRights({ args, layout, ask }: AskedCall): Promise<Json> {
  const level = args['level'] ?? 'digest';
  const script = level === 'digest' ? [digestCommand(layout, { keys: [PROBED_KEY], isEach: true })] : [];
  const pause = args['pause'] === true ? [PROBED_PAUSE] : [];
  const commands = [...probesOf(level), ...pause, ...script, ...(layout.mode === 'cluster' ? [CLUSTER_NODES] : [])];
  if (commands.length === 0) return { refused: [] };
  const optional = level === 'digest' || level === 'dump' ? OPTIONAL : [];
  const refused = await Promise.all(
    layout.masters.map(async ({ address }) => {
      const asked = [...commands, ...optional];
      const replies = await ask({ address, database: 0, commands: asked });
      return asked.flatMap(([command], at): readonly JsonObject[] => {
        const said = refusalIn(replies[at]);
        if (said === undefined) return [];
        return [{ command, reason: said, ...(at < commands.length ? {} : { optional: true }) }];
      });
    }),
  );
  return { refused: refused.flat() };
}

/** Without it, how large a value is shows in other ways, which take longer. */
const OPTIONAL: readonly Command[] = [['MEMORY', 'USAGE', PROBED_KEY]];

/** Of a key that is elsewhere, and of a pause of no time: rights are asked before either. */
const ALLOWED_ERRORS = /^(?:MOVED|ASK|CLUSTERDOWN|TRYAGAIN)\b|non local key|timeout is not an integer/;

function refusalIn(reply: Reply | undefined): string | undefined {
  if (reply === undefined || !('error' in reply)) return undefined;
  return ALLOWED_ERRORS.test(reply.error) ? undefined : reply.error;
}

interface NodeInfo {
  readonly node: string;
  readonly info: ServerInfo;
}

/** The operation's INFO of every master. */
function infosOf({ operation, layout, ask, secrets }: AskedCall): Promise<readonly NodeInfo[]> {
  const commands = COMMANDS[operation] ?? [];
  return Promise.all(
    layout.masters.map(async ({ address }) => {
      const replies = await ask({ address, database: 0, commands });
      const texts = replies.map((reply) => plainText(replyValue(reply, operation, secrets)));
      return { node: nameOf(address), info: parseInfo(texts.join('\n')) };
    }),
  );
}
