import { type JobContext, ProviderError } from '@waybill/core';
import { fieldsOf, objectOf, rowsOf, textOf } from '@waybill/provider-kit';
import type { GetIndexResponse } from '../generated/answers.generated.ts';
import { sidesOf } from './job-sides.ts';

/**
 * An index that was deleted and made anew under its name has other numbers and other documents: what was noted of the one that
 * was copied says nothing about it. Input `source_uuid`: of the source when it was checked; without, nothing is asked.
 *
 * @throws ProviderError
 */
export async function refuseRemadeSource(context: JobContext): Promise<void> {
  const noted = textOf(context.input['source_uuid']);
  if (noted === undefined) return;
  const { origin, source } = sidesOf(context);
  const shown = fieldsOf<GetIndexResponse>(await origin.read('GetIndex', { index: source }));
  const uuids = rowsOf<{ settings?: object }>(shown.indices).map(({ settings }) =>
    textOf(objectOf(objectOf(settings)['index'])['uuid']),
  );
  // An alias or a data stream that has the name by now can show several.
  if (uuids.some((uuid) => uuid !== undefined && uuid !== noted)) throw madeAnew(source);
}

/**
 * Work that reads the source: what it has read is of the index that was checked, because that has its name before and after.
 *
 * @throws ProviderError
 */
export async function whileSourceSame<Result>(context: JobContext, read: () => Promise<Result>): Promise<Result> {
  await refuseRemadeSource(context);
  const result = await read();
  await refuseRemadeSource(context);
  return result;
}

export function madeAnew(source: string): ProviderError {
  return new ProviderError(`${source} is not the index that was copied: it was recreated.`, {
    vendorCode: 'SOURCE_MADE_ANEW',
    class: 'fatal',
    effect: 'none',
    hint: 'Find out what did it, delete the copy, and start the unit over.',
  });
}
