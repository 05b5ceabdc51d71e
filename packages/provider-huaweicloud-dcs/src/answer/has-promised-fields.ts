import { isJsonObject, type Json } from '@waybill/core';
import type { OperationFacts } from '../operations/operation-table.ts';

/** Whether a success holds what its reader goes by. A create without an id, for one, is a lost answer. */
export function hasPromisedFields(answer: Json, promised: OperationFacts['answer']): boolean {
  if (promised === 'nothing') return true;
  if (!isJsonObject(answer)) return false;
  if (promised === 'object') return true;
  // An empty list may be null; an answer without the list says nothing about what exists.
  if ('list' in promised) return Array.isArray(answer[promised.list]) || answer[promised.list] === null;
  return promised.text.every((name) => typeof answer[name] === 'string' && answer[name] !== '');
}
