import { assertInvariant, isJsonObject, type JobConnection, type JobContext, type JsonObject } from '@waybill/core';
import { textOf } from '@waybill/provider-kit';

/** Both sides of a job, by the order in which its step names them; one connection has both where it is alone. */
export interface JobSides {
  readonly origin: JobConnection;
  readonly target: JobConnection;
  /** Index at the origin. */
  readonly source: string;
  /** Index at the target. */
  readonly dest: string;
  readonly query: JsonObject | undefined;
  /** What the plan allows in a page. */
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
    pages: typeof batch === 'number' ? { mostPerPage: batch } : {},
  };
}
