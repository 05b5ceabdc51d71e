import type { JobContext } from '@waybill/core';
import { fieldsOf, objectOf, rowsOf } from '@waybill/provider-kit';
import { PIPELINE_SETTINGS } from '../checks/surroundings.ts';
import { flatSettings } from '../definition/flat-settings.ts';
import type { GetIndexResponse } from '../generated/answers.generated.ts';
import { sidesOf } from './job-sides.ts';

/**
 * Takes the ingest pipelines away that the copy was given back before a later step failed: what is copied now has passed
 * them at the source. The step that gives them back is done again after it.
 */
export async function takePipelines(context: Pick<JobContext, 'connections' | 'input'>): Promise<void> {
  const { target, dest } = sidesOf(context);
  const answer = await target.read('GetIndex', { index: dest });
  const [index] = rowsOf<{ settings?: object }>(fieldsOf<GetIndexResponse>(answer).indices);
  const settings = flatSettings(objectOf(index?.settings));
  const there = PIPELINE_SETTINGS.filter((name) => !['_none', undefined].includes(settings[`index.${name}`] as string));
  if (there.length === 0) return;
  const without = Object.fromEntries(there.map((name) => [name, null]));
  await target.call('PutSettings', { index: dest, settings: { index: without } });
}
