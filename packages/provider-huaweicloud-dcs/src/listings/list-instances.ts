import { type Json, ProviderError, type ReadCall } from '@waybill/core';
import { type Fields, fieldsOf, type Part, rowsOf } from '@waybill/provider-kit';
import type { ListInstancesResponse } from '../generated/answers.generated.ts';

/** A row of ListInstances. */
export type ListedInstance = Fields<Part<ListInstancesResponse, 'instances'>>;

/** The vendor allows 1 to 1000, and each row is a whole instance: a small page that fails is soon asked again. */
const PAGE_SIZE = 20;
/** Instances deleted between two pages move later ones forward; pages overlap so that this many cannot hide one. */
const PAGE_OVERLAP = 4;

export interface InstancePage {
  readonly instances: readonly ListedInstance[];
  /** Offset of the next page; undefined after the last one. */
  readonly next: number | undefined;
}

/**
 * One page of the project's instances, from `cursor`. Whether `instance_num` means the page or the total is not documented:
 * a short page is the last one.
 *
 * Source: Open Telekom Cloud DCS API reference, "Querying All DCS Instances".
 */
export async function readInstancePage(read: ReadCall, cursor: Json | undefined): Promise<InstancePage> {
  const offset = typeof cursor === 'number' ? cursor : 0;
  const answer = await read('ListInstances', { offset, limit: PAGE_SIZE });
  const instances = rowsOf<ListedInstance>(
    fieldsOf<ListInstancesResponse>(answer).instances,
  ) as readonly ListedInstance[];
  return { instances, next: instances.length < PAGE_SIZE ? undefined : offset + PAGE_SIZE - PAGE_OVERLAP };
}

/** A row that cannot be distinguished must not be lost in silence. */
export function incomplete(operation: string, field: string): ProviderError {
  return new ProviderError(`${operation} answers a row without ${field}.`, {
    vendorCode: 'INCOMPLETE_ROW',
    class: 'fatal',
    effect: 'none',
    operation,
  });
}
