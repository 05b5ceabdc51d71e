import { isJsonObject, type Json } from '@waybill/core';
import { textOf } from '@waybill/provider-kit';
import { MEANING_FIELD } from '../polls/data-task.ts';
import { meaningOf, type StatusWords } from '../polls/status-words.ts';

/** A ListDataTasks answer in which each row says what its status means by the words of the plan. */
export function markStatuses(response: Json, words: StatusWords): Json {
  if (!isJsonObject(response) || !Array.isArray(response['Result'])) return response;
  return { ...response, Result: response['Result'].map((row: Json) => markRow(row, words)) };
}

function markRow(row: Json, words: StatusWords): Json {
  if (!isJsonObject(row)) return row;
  const status = textOf(row['status']) ?? '';
  return { ...row, [MEANING_FIELD]: meaningOf(status, words) };
}
