import {
  assertInvariant,
  defined,
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
  readonly pages: PageLimits;
}

/** What the plan and the pace of both connections allow in a page. */
export interface PageLimits {
  readonly mostPerPage?: number;
  readonly mostBytes?: number;
  /** Whether readers wait for their turn between two pages. */
  readonly isPaced?: true;
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
    pages: pageLimits([origin, target], batch),
  };
}

/** Whether a cluster copies the documents by itself. */
export function isCopiedByCluster({ method }: JsonObject): boolean {
  return method === 'remote' || method === 'local';
}

function pageLimits(connections: readonly JobConnection[], batch: Json | undefined): PageLimits {
  const paces = connections.map(paceOf).filter((pace) => pace?.isLimited === true);
  const mostPerPage = least([...(typeof batch === 'number' ? [batch] : []), ...paces.map((pace) => pace?.mostPerPage)]);
  const mostBytes = least(paces.map((pace) => pace?.mostBytesPerPage));
  return defined({ mostPerPage, mostBytes, isPaced: paces.length > 0 ? (true as const) : undefined });
}

/** Undefined: there is no limit. */
function least(limits: readonly (number | undefined)[]): number | undefined {
  const most = Math.min(...limits.filter((limit) => limit !== undefined));
  return Number.isFinite(most) ? most : undefined;
}
