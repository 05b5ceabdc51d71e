import { isJsonObject, type Json, type JsonObject } from '@waybill/core';
import type { OperationFacts } from '../operations/operation-table.ts';

/** Whether a success holds what its reader goes by. A create without an id, for one, is a lost answer. */
export function hasPromisedFields(answer: Json, promised: OperationFacts['answer']): boolean {
  if (promised === 'nothing') return true;
  if (!isJsonObject(answer)) return false;
  if (promised === 'object') return true;
  // An empty list may be null; an answer without the list says nothing about what exists.
  if ('list' in promised) return isPromisedList(answer[promised.list], promised.each);
  return promised.text.every((name) => hasText(answer, name));
}

function isPromisedList(list: Json | undefined, each: string | undefined): boolean {
  if (!Array.isArray(list)) return list === null;
  return each === undefined || list.every((member: Json) => isJsonObject(member) && hasText(member, each));
}

function hasText(object: JsonObject, name: string): boolean {
  return typeof object[name] === 'string' && object[name] !== '';
}
