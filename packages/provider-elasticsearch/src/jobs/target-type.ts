import { defined, type JobContext } from '@waybill/core';
import { fieldsOf, objectOf, rowsOf, textOf } from '@waybill/provider-kit';
import { typesOf } from '../definition/mapping-rules.ts';
import { hasTypes, parseVersion } from '../definition/version.ts';
import type { GetIndexResponse } from '../generated/answers.generated.ts';
import { sidesOf } from './job-sides.ts';
import type { WrittenIndex } from './write-bulk.ts';

/** The type that the mapping of the written index has, where its cluster has types. */
export async function typeOfTarget(context: Pick<JobContext, 'connections' | 'input'>): Promise<string | undefined> {
  const version = parseVersion(textOf(context.input['target_version']) ?? '');
  if (version === undefined || !hasTypes(version)) return undefined;
  const { target, dest } = sidesOf(context);
  const answer = await target.read('GetIndex', { index: dest });
  const [index] = rowsOf<{ mappings?: object }>(fieldsOf<GetIndexResponse>(answer).indices);
  return typesOf(objectOf(index?.mappings))[0] ?? textOf(context.input['type']) ?? '_doc';
}

/** The index that a job writes, without its type. */
export function writtenIndexOf(context: JobContext): Omit<WrittenIndex, 'type'> {
  const { target, dest } = sidesOf(context);
  const { clock, signal, input } = context;
  return { connection: target, index: dest, clock, signal, ...defined({ version: textOf(input['target_version']) }) };
}
