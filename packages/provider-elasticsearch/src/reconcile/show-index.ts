import { type JsonObject, ProviderError, type ReadCall } from '@waybill/core';
import { fieldsOf, objectOf, rowsOf, textOf } from '@waybill/provider-kit';
import { markIn } from '../definition/mark-of.ts';
import type { GetIndexResponse } from '../generated/answers.generated.ts';

export interface ShownIndex {
  readonly name: string;
  /** See `markIn`. */
  readonly mark: string | undefined;
  readonly uuid: string | undefined;
}

/** An index as the cluster has it now; undefined where there is none. */
export async function showIndex(index: string, read: ReadCall): Promise<ShownIndex | undefined> {
  try {
    const [shown] = rowsOf<{ name?: string; mappings?: object; settings?: object }>(
      fieldsOf<GetIndexResponse>(await read('GetIndex', { index })).indices,
    );
    if (shown === undefined) return undefined;
    const settings = objectOf(objectOf(shown.settings)['index']);
    return {
      name: textOf(shown.name) ?? index,
      mark: markIn(objectOf(shown.mappings) as JsonObject),
      uuid: textOf(settings['uuid']),
    };
  } catch (error) {
    if (error instanceof ProviderError && error.class === 'not-found') return undefined;
    throw error;
  }
}
