import type { JsonObject, ReadCall } from '@waybill/core';
import { objectOf, textOf } from '@waybill/provider-kit';
import { tasksOfOpaqueId } from './tasks-of-opaque-id.ts';

/** Ids of the copies that were started before under the id of this one. */
export async function findExistingTasks(args: JsonObject, read: ReadCall): Promise<readonly string[]> {
  return (await tasksOfOpaqueId(copyIn(args), read)).map(({ id }) => id);
}

/** What a copy is known by. */
export function copyIn(args: JsonObject): Parameters<typeof tasksOfOpaqueId>[0] & { readonly opaqueId: string } {
  const opaqueId = textOf(args['x_opaque_id']) ?? '';
  return { opaqueId, isMeant: (id) => id === opaqueId, destination: textOf(objectOf(args['dest'])['index']) ?? '' };
}
