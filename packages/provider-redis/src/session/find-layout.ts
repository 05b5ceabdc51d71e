import { defined, ProviderError } from '@waybill/core';
import { refused, replyValue } from '../answer/answer-rules.ts';
import { plainText } from '../answer/plain-text.ts';
import type { RedisConfig } from '../config.ts';
import { nodeAddress, type ServerAddress } from '../endpoint/endpoints.ts';
import { CLUSTER_NODES, type Command } from '../request/build-request.ts';
import { type Layout, type Master, mastersIn, movingSlotsIn } from './layout.ts';
import type { Ask } from './redis-wire.ts';
import { parseInfo, type ServerInfo, versionIn } from './server-info.ts';

const OPERATION = 'ShowServer';

/**
 * Asks which servers hold the keys. Each address is asked in its turn, until one can be reached.
 *
 * @throws ProviderError what the last one gave
 */
export async function findLayout(config: RedisConfig, addresses: readonly ServerAddress[], ask: Ask): Promise<Layout> {
  let last: unknown;
  for (const address of addresses) {
    try {
      return await layoutAt(config, address, ask);
    } catch (error) {
      last = error;
      if (!(error instanceof ProviderError) || !['unreachable', 'transient', 'busy'].includes(error.class)) throw error;
    }
  }
  throw last;
}

async function layoutAt(config: RedisConfig, given: ServerAddress, ask: Ask): Promise<Layout> {
  const address = config.mode === 'sentinel' ? await watchedServer(config, given, ask) : given;
  const info = parseInfo(plainText(await one(address, ['INFO', 'server'], ask)));
  // Valkey's word for it is another one.
  const found = info['redis_mode'] ?? info['server_mode'];
  if (found === 'sentinel')
    throw refused(
      'ERR this is a Sentinel: give master_name, the name under which it watches the server',
      OPERATION,
      [],
    );
  if (config.mode === 'cluster' || (config.mode === 'auto' && found === 'cluster'))
    return await clusterLayout(address, info, ask);
  if (config.mode === 'proxy') return { ...versionsOf(info), mode: 'proxy', masters: [{ address, slots: [] }] };
  return { ...versionsOf(info), mode: 'standalone', masters: [{ address, slots: [], ...processOf(info) }] };
}

async function clusterLayout(address: ServerAddress, info: ServerInfo, ask: Ask): Promise<Layout> {
  const masters = mastersIn(await one(address, ['CLUSTER', 'SLOTS'], ask), address);
  if (masters === undefined) throw refused('CLUSTERDOWN the node knows no slots', OPERATION, []);
  const asked = await Promise.all(masters.map((master) => askMaster(master, ask)));
  const [first, ...others] = asked.map(({ master }) => master);
  const moving = [...new Set(asked.flatMap(({ movingSlots }) => movingSlots))].toSorted((left, right) => left - right);
  return {
    ...versionsOf(info),
    mode: 'cluster',
    masters: first === undefined ? masters : [first, ...others],
    ...defined({ movingSlots: moving.length === 0 ? undefined : moving }),
  };
}

/** Each master knows only of its own. A user who may not ask is found by the check of the rights. */
async function askMaster(
  master: Master,
  ask: Ask,
): Promise<{ readonly master: Master; readonly movingSlots: readonly number[] }> {
  const commands = [CLUSTER_NODES, ['INFO', 'server']] as const;
  const [nodes, info] = await ask({ address: master.address, database: 0, commands });
  return {
    master:
      info !== undefined && 'value' in info ? { ...master, ...processOf(parseInfo(plainText(info.value))) } : master,
    movingSlots: nodes !== undefined && 'value' in nodes ? movingSlotsIn(plainText(nodes.value)) : [],
  };
}

function processOf({ run_id: process }: ServerInfo): Pick<Master, 'process'> {
  return defined({ process });
}

/** As the Sentinel at the address names it now. */
async function watchedServer(
  { masterName = '' }: RedisConfig,
  address: ServerAddress,
  ask: Ask,
): Promise<ServerAddress> {
  const found = await ask({
    address,
    database: 0,
    commands: [['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', masterName]],
    isSentinel: true,
  });
  const value = replyValue(found[0], OPERATION, []);
  if (!Array.isArray(value))
    throw refused(`ERR the Sentinel watches no server under the name ${masterName}`, OPERATION, []);
  const [host, port] = value;
  return nodeAddress(address, String(host), String(port));
}

async function one(address: ServerAddress, command: Command, ask: Ask) {
  const [reply] = await ask({ address, database: 0, commands: [command] });
  return replyValue(reply, OPERATION, []);
}

function versionsOf(info: ServerInfo): Pick<Layout, 'version' | 'valkeyVersion'> {
  const { valkey_version: valkeyVersion } = info;
  return { version: versionIn(info), ...defined({ valkeyVersion }) };
}
