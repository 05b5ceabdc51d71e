import type { Answer, Call, Operation } from '@waybill/stand-kit';
import { carryOut, type Place, type ReplyValue } from './commands.ts';
import { LOADING, RedisError } from './redis-error.ts';
import type { RedisState } from './redis-state.ts';
import type { RedisWorld } from './redis-world.ts';

/** The highest number of a database, with the default settings of a server. */
const MOST_DATABASES = 16;

/** One exchange: a list of commands to one database of a server, and a reply for each. */
export function redisOperations(world: RedisWorld, state: RedisState): readonly Operation[] {
  return [
    {
      name: 'SendCommands',
      method: 'POST',
      path: '/servers/{server}/{database}',
      subject: ({ params }) => params['server'] ?? null,
      idempotencyToken: () => null,
      handle: (call) => sendCommands(call, world, state),
    },
  ];
}

function sendCommands({ params, json }: Call, world: RedisWorld, state: RedisState): Answer {
  const server = state.server(params['server'] ?? '');
  if (server === null) throw new Error('the gateway let a call to no server pass');
  const number = Number(params['database']);
  const { loading, refused } = world.settings();
  const replies = commandsIn(json).map((command) => {
    const name = (command[0] ?? '').toUpperCase();
    return replyOf(() => {
      if (loading.includes(server.name) && name !== 'INFO') throw new RedisError(LOADING);
      if (refused.includes(name))
        throw new RedisError(`NOPERM this user has no permissions to run the '${name.toLowerCase()}' command`);
      if (!(number >= 0 && number < MOST_DATABASES)) throw new RedisError('ERR DB index is out of range');
      const place: Place = { server, database: server.database(number), nowMs: world.nowMs() };
      return carryOut(command, place);
    });
  });
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(replies), effects: 0 };
}

function replyOf(reply: () => ReplyValue): { readonly value: ReplyValue } | { readonly error: string } {
  try {
    return { value: reply() };
  } catch (error) {
    if (!(error instanceof RedisError)) throw error;
    return { error: error.said };
  }
}

/** @throws RedisError where the body is not a list of commands */
function commandsIn(json: unknown): readonly (readonly string[])[] {
  const isCommand = (value: unknown): value is readonly string[] =>
    Array.isArray(value) && value.length > 0 && value.every((part) => typeof part === 'string');
  if (!Array.isArray(json) || !json.every(isCommand))
    throw new RedisError('ERR Protocol error: invalid multibulk length', 400);
  return json;
}
