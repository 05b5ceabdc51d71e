import type { JsonObject, ReadCall } from '@waybill/core';
import { fieldsOf, objectOf, rowsOf } from '@waybill/provider-kit';
import { markIn } from '../definition/mark-of.ts';
import type { GetIndexResponse } from '../generated/answers.generated.ts';
import { readIfThere } from './read-if-there.ts';

/** The mark of an index as the cluster has it now, see `markIn`. Undefined where there is no such index. */
export async function readMark(
  index: string,
  read: ReadCall,
): Promise<{ readonly mark: string | undefined } | undefined> {
  const answer = await readIfThere(read, 'GetIndex', { index });
  const [shown] = rowsOf<{ mappings?: object }>(fieldsOf<GetIndexResponse>(answer).indices);
  return shown === undefined ? undefined : { mark: markIn(objectOf(shown.mappings) as JsonObject) };
}
