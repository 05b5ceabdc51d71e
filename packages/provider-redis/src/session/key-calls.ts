import type { Json, JsonObject } from '@waybill/core';
import { textOf, textsOf } from '@waybill/provider-kit';
import { type Reply, refused, replyValue, unreadable } from '../answer/answer-rules.ts';
import { plainText } from '../answer/plain-text.ts';
import { nodeAddress } from '../endpoint/endpoints.ts';
import type { Command } from '../request/build-request.ts';
import type { AskedCall } from './asked-call.ts';
import { digestCommand } from './digest-script.ts';
import { type Layout, masterOf, nameOf } from './layout.ts';

/**
 * Calls that carry keys and values. They are for jobs alone, and no operations of plans. A text of theirs stands for bytes,
 * one character for each.
 *
 * - `ShowLayout`: which servers hold the keys, asked anew: a server that has lost slots scans on without a word of it.
 * - `ScanKeys`: a page of the keys of one server; `node`, `database`, `cursor`, `count`.
 * - `DigestKeys`: a digest of the values of keys that can be in one script; `database`, `keys`, `each`: one for each key.
 * - `ReadKeys`: commands, each a list that begins with the key that it is about; `database`, `commands`.
 */
export type KeyCall = 'ShowLayout' | 'ScanKeys' | 'DigestKeys' | 'ReadKeys';

const KEY_CALLS: readonly string[] = ['ShowLayout', 'ScanKeys', 'DigestKeys', 'ReadKeys'] satisfies KeyCall[];

export function isKeyCall(operation: string): boolean {
  return KEY_CALLS.includes(operation);
}

/** Of what reading a key takes, whether it is there takes so much, how large it is, and to pass it by in the scan of a sample. */
const SEEN_SHARE = 0.25;

/**
 * What a call takes, in keys that are read. The scan of a page is a part of reading it.
 *
 * @param pageKeys those of a page
 */
export function keysRead({ operation, args }: Pick<AskedCall, 'operation' | 'args'>, pageKeys: number): number {
  if (operation === 'DigestKeys') return textsOf(args['keys']).length;
  if (operation === 'ScanKeys') return SEEN_SHARE * Math.max(0, Number(args['count']) - pageKeys);
  if (operation !== 'ReadKeys') return 0;
  const commands = commandsIn(args['commands']);
  const [asked, others] = [commands.filter(isExists), commands.filter((each) => !isExists(each))];
  const read = others.filter(({ command: [name] }) => !WEIGHING.includes(name));
  const seen = asked.reduce((sum, { command }) => sum + command.length - 1, others.length - read.length);
  return SEEN_SHARE * seen + new Set(read.map(({ key }) => key)).size;
}

const WEIGHING: readonly string[] = ['MEMORY', 'OBJECT'];
const isExists = ({ command: [name] }: KeyedCommand): boolean => name === 'EXISTS';

/** Of the texts in an answer. */
export function bytesOf(answer: Json): number {
  if (typeof answer === 'string') return answer.length;
  if (typeof answer !== 'object' || answer === null) return 0;
  return Object.values(answer).reduce<number>((sum, each) => sum + bytesOf(each), 0);
}

/** Every master answers: what it says does not matter, but how long it takes. */
export async function pingAll({ layout, ask }: Pick<AskedCall, 'layout' | 'ask'>): Promise<void> {
  await Promise.all(layout.masters.map(({ address }) => ask({ address, database: 0, commands: [['PING']] })));
}

export async function keyCall(call: AskedCall): Promise<Json> {
  switch (call.operation) {
    case 'ShowLayout':
      return call.layout as unknown as JsonObject;
    case 'ScanKeys':
      return await scanKeys(call);
    case 'DigestKeys':
      return await digestKeys(call);
    default:
      return await readKeys(call);
  }
}

async function scanKeys({ operation, args, layout, ask, secrets }: AskedCall): Promise<Json> {
  const { node, database, cursor, count } = args;
  const master = layout.masters.find(({ address }) => nameOf(address) === node);
  // It is no master any more: what it held is elsewhere.
  if (master === undefined) throw refused(`MOVED ${textOf(node)} is no master any more`, operation, secrets);
  const command: Command = ['SCAN', plainText(cursor), 'COUNT', plainText(count)];
  const [reply] = await ask({ address: master.address, database: Number(database), commands: [command] });
  return replyValue(reply, operation, secrets);
}

async function digestKeys({ operation, args, layout, ask, secrets }: AskedCall): Promise<Json> {
  const keys = textsOf(args['keys']);
  const { address } = masterOf(layout, keys[0] ?? '');
  const command = digestCommand(layout, { keys, isEach: args['each'] === true });
  const [reply] = await ask({ address, database: Number(args['database']), commands: [command] });
  return replyValue(reply, operation, secrets);
}

async function readKeys(call: AskedCall): Promise<Json> {
  const replies = await askOwners(call, commandsIn(call.args['commands']));
  return replies.map((reply): JsonObject => ({ ...reply }));
}

/** Sends each command to the master that holds its key; the replies come in the order of the commands. */
async function askOwners(
  { operation, args, layout, ask, secrets }: AskedCall,
  keyed: readonly KeyedCommand[],
): Promise<readonly Reply[]> {
  const database = Number(args['database']);
  const replies: Reply[] = [];
  const commands = keyed.map(({ command }) => command);
  const parts = [...Map.groupBy(keyed.keys(), (at) => masterOf(layout, keyed[at]?.key ?? '').address)];
  await Promise.all(
    parts.map(async ([address, places]) => {
      const own = await ask({ address, database, commands: places.map((at) => commands[at] ?? ['PING']) });
      for (const [index, at] of places.entries()) replies[at] = own[index] ?? { error: 'ERR no reply' };
    }),
  );
  return await Promise.all(
    replies.map(async (reply, at) => {
      const moving = asking(reply, layout);
      if (moving === undefined) return lasting(reply, operation, secrets);
      const asked = [['ASKING'], commands[at] ?? ['PING']] as const;
      const [, answer] = await ask({ address: moving, database, commands: asked });
      if (answer === undefined) throw unreadable(operation, 'a reply is missing');
      return lasting(answer, operation, secrets);
    }),
  );
}

/** Where a key is that is just being moved to another node. */
function asking(reply: Reply, { masters }: Layout): ReturnType<typeof nodeAddress> | undefined {
  const [, host = '', port = ''] = ('error' in reply && /^ASK \d+ (.*):(\d+)$/.exec(reply.error)) || [];
  return port === '' ? undefined : nodeAddress(masters[0].address, host, port);
}

/** @throws ProviderError where the reply speaks of the server and not of the key */
function lasting(reply: Reply, operation: string, secrets: readonly string[]): Reply {
  if ('error' in reply && !reply.error.startsWith('WRONGTYPE') && !/^ERR no such key/i.test(reply.error))
    throw refused(reply.error, operation, secrets);
  return reply;
}

interface KeyedCommand {
  readonly key: string;
  readonly command: Command;
}

function commandsIn(commands: Json | undefined): readonly KeyedCommand[] {
  if (!Array.isArray(commands)) return [];
  return (commands as readonly Json[]).flatMap((given): readonly KeyedCommand[] => {
    const [key = '', name, ...args] = textsOf(given);
    return name === undefined ? [] : [{ key, command: [name, ...args] }];
  });
}
