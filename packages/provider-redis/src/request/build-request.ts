import type { Json, JsonObject, RequestOutline } from '@waybill/core';
import { urlsIn } from '@waybill/provider-kit';
import { isAddressed, type ServerAddress, serverAddresses } from '../endpoint/endpoints.ts';
import { namedServer } from '../endpoint/named-server.ts';

/** Its name and arguments; a text stands for bytes, one character (0 to 255) for each. */
export type Command = readonly [name: string, ...args: string[]];

/** What an operation asks a server; the first one of its connection, where it has several. */
export const COMMANDS: Readonly<Record<string, readonly Command[]>> = {
  ShowServer: [['INFO']],
  CountKeys: [['INFO', 'keyspace']],
  ShowPosition: [
    ['INFO', 'server'],
    ['INFO', 'replication'],
    ['INFO', 'persistence'],
  ],
};

/** What a node of a cluster knows of slots that are just being moved. */
export const CLUSTER_NODES: Command = ['CLUSTER', 'NODES'];

/** Operations that change something at a server: both can be sent twice. */
const PAUSES: readonly string[] = ['PauseWrites', 'UnpauseWrites'];

export function isPause(operation: string): boolean {
  return PAUSES.includes(operation);
}

/** The request of a call, without credentials. Pure. */
export function buildRequest(config: JsonObject, operation: string, args: JsonObject): RequestOutline {
  const [address] = isAddressed(config) ? [shownAddress(args['server'])] : serverAddresses(config);
  return batchRequest(address, 0, commandsOf(operation, args));
}

/** Where it is not known yet, the references stand for it. */
function shownAddress(server: Json | undefined): ServerAddress {
  const [origin] = urlsIn(namedServer(server)?.['url']);
  return { origin: origin ?? 'redis://', prefix: '' };
}

function commandsOf(operation: string, args: JsonObject): readonly Command[] {
  switch (operation) {
    case 'ProbeRights':
      return [...probesOf(args['level']), ...(args['pause'] === true ? [PROBED_PAUSE] : [])];
    case 'PauseWrites':
    case 'UnpauseWrites':
      return [pauseCommand(operation, args)];
    default:
      return COMMANDS[operation] ?? [];
  }
}

/** What a server is sent so that its writers wait, or write again. */
export function pauseCommand(operation: string, args: JsonObject): Command {
  return operation === 'UnpauseWrites'
    ? ['CLIENT', 'UNPAUSE']
    : ['CLIENT', 'PAUSE', String(Number(args['milliseconds'])), 'WRITE'];
}

/** A batch of commands to one database of a server, a line for each. */
export function batchRequest(
  { origin, prefix }: ServerAddress,
  database: number,
  commands: readonly Command[],
): RequestOutline {
  return { method: 'POST', endpoint: origin, path: `${prefix}/${database}`, query: {}, lines: commands };
}

/** Every command that a comparison of the level sends, on a key that is nobody's. */
export function probesOf(level: unknown): readonly Command[] {
  const reading: readonly Command[] = READING.map(([name, ...args]) => [name, PROBED_KEY, ...args]);
  switch (level) {
    case 'counts':
      return [];
    case 'keys':
      return [...SCANNING, ['EXISTS', PROBED_KEY], ['TYPE', PROBED_KEY], ['PTTL', PROBED_KEY]];
    case 'dump':
      return [
        ...SCANNING,
        ['EXISTS', PROBED_KEY],
        ['TYPE', PROBED_KEY],
        ['PTTL', PROBED_KEY],
        ['DUMP', PROBED_KEY],
        ...reading,
      ];
    default:
      return [...SCANNING, ['EXISTS', PROBED_KEY], ...reading];
  }
}

/** Pauses nothing: its time is none. */
export const PROBED_PAUSE: Command = ['CLIENT', 'PAUSE', 'never', 'WRITE'];
export const PROBED_KEY = 'waybill:no-such-key';
const SCANNING: readonly Command[] = [['SCAN', '0', 'COUNT', '1']];

/** With which values are read that are too large for a script. */
const READING: readonly Command[] = [
  ['STRLEN'],
  ['GETRANGE', '0', '0'],
  ['HLEN'],
  ['HSCAN', '0', 'COUNT', '1'],
  ['SCARD'],
  ['SSCAN', '0', 'COUNT', '1'],
  ['ZCARD'],
  ['ZSCAN', '0', 'COUNT', '1'],
  ['LLEN'],
  ['LRANGE', '0', '0'],
  ['XLEN'],
  ['XRANGE', '-', '+', 'COUNT', '1'],
];
