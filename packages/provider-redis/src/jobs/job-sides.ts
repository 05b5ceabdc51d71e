import { assertInvariant, type JobConnection, type JobContext, type Json, type JsonObject } from '@waybill/core';
import type { Layout } from '../session/layout.ts';

/** One server, or group of servers, of a comparison. */
export interface Side {
  readonly connection: JobConnection;
  readonly layout: KnownLayout;
}

/** What a session says of itself besides the servers that hold the keys. */
export interface KnownLayout extends Layout {
  /** Keys of a page at the pace of the connection. */
  readonly pageKeys: number;
  /** For how long keys were left alone because a server was slow, in all. */
  readonly heldMs: number;
}

export interface Sides {
  readonly source: Side;
  readonly target: Side;
}

/** Both sides, by the order in which a step names them. */
export async function sidesOf({ connections, input }: Pick<JobContext, 'connections' | 'input'>): Promise<Sides> {
  const [from, to = from] = connections;
  assertInvariant(from !== undefined && to !== undefined, 'a step of own work has a connection');
  const [source, target] = await Promise.all([
    sideOf(addressed(from, input['source_server'])),
    sideOf(addressed(to, input['target_server'])),
  ]);
  return { source, target };
}

/** The connection with the server in each call, where it is not of that server alone. */
function addressed(connection: JobConnection, server: Json | undefined): JobConnection {
  if (server === undefined) return connection;
  return {
    ...connection,
    call: (operation, args) => connection.call(operation, { ...args, server }),
    read: (operation, args) => connection.read(operation, { ...args, server }),
  };
}

async function sideOf(connection: JobConnection): Promise<Side> {
  return { connection, layout: await layoutOf(connection) };
}

/** As it is now. */
export async function layoutOf(connection: JobConnection): Promise<KnownLayout> {
  // What the session gave as JSON is what it has built: see `keyCall`.
  return (await connection.read('ShowLayout', {})) as JsonObject as unknown as KnownLayout;
}
