import {
  assertInvariant,
  isJsonObject,
  type JobConnection,
  type JobContext,
  type Json,
  type JsonObject,
} from '@waybill/core';
import { textOf } from '@waybill/provider-kit';
import { paceOf } from '../session/pace.ts';

/** Both sides of a job, by the order in which its step names them; one connection has both where it is alone. */
export interface JobSides {
  readonly origin: JobConnection;
  readonly target: JobConnection;
  /** Index at the origin. */
  readonly source: string;
  /** Index at the target. */
  readonly dest: string;
  readonly query: JsonObject | undefined;
  /** What the plan and the pace of both connections allow in a page. */
  readonly pages: { readonly mostPerPage?: number };
}

export function sidesOf({ connections, input }: Pick<JobContext, 'connections' | 'input'>): JobSides {
  const [origin, target = origin] = connections;
  assertInvariant(origin !== undefined && target !== undefined, 'a step of own work has a connection');
  const { source, dest, query, batch } = input;
  return {
    origin,
    target,
    source: textOf(source) ?? '',
    dest: textOf(dest) ?? '',
    query: isJsonObject(query) ? query : undefined,
    pages: mostPerPage([origin, target], batch),
  };
}

function mostPerPage(connections: readonly JobConnection[], batch: Json | undefined): JobSides['pages'] {
  const paces = connections.map((connection) => paceOf(connection)?.mostPerPage ?? Number.POSITIVE_INFINITY);
  const most = Math.min(typeof batch === 'number' ? batch : Number.POSITIVE_INFINITY, ...paces);
  return Number.isFinite(most) ? { mostPerPage: most } : {};
}
