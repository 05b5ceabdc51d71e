import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { inject } from 'vitest';
import type { ServerSpec } from './start-servers.ts';

/** A server that other test files use at the same time. */
export interface BorrowedServer {
  readonly url: string;
  readonly version: string;
}

/**
 * Servers that all test files of a run share, each started for the first one that asks for it. A file gives its indices,
 * aliases and templates names of its own, and changes nothing that holds for the whole cluster. A test that does, or that
 * kills or restarts its server, starts one with `startServers`; one with settings of its own is shared by those that ask for
 * the same settings.
 *
 * @throws as `startServers`
 */
export async function borrowServers<Roles extends string>(
  specs: Readonly<Record<Roles, ServerSpec>>,
): Promise<Readonly<Record<Roles, BorrowedServer>>> {
  const roles = Object.entries<ServerSpec>(specs);
  const lent = await Promise.all(roles.map(async ([role, spec]) => [role, await borrow(spec)] as const));
  return Object.fromEntries(lent) as Record<Roles, BorrowedServer>;
}

/** Without a limit of time: on a new machine the server is fetched first. */
async function borrow(spec: ServerSpec): Promise<BorrowedServer> {
  const asking = request(inject('sharedServers'), { method: 'POST' });
  asking.end(JSON.stringify(spec));
  const [response] = (await once(asking, 'response')) as [IncomingMessage];
  const answer = await text(response);
  if (response.statusCode !== 200) throw new Error(answer);
  return JSON.parse(answer);
}
