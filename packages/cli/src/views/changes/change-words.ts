import type { Json } from '@waybill/core';
import type { FieldChange } from '@waybill/core/internal';
import { formatTook } from '../text/format-time.ts';
import { visibleText } from '../text/visible-text.ts';

/** Longer values are shown from shortly before where they differ. */
const SHOWN_CHARACTERS = 60;
const KEPT_BEFORE = 12;

/** `region cn-beijing → cn-hangzhou`. */
export function describeField(
  field: FieldChange,
  { label, arrow }: { readonly label: string; readonly arrow: string },
) {
  return `${label} ${describePair(field, arrow)}`;
}

/** `cn-beijing → cn-hangzhou`; a side that is not there is `nothing`. */
export function describePair({ path, before, after }: FieldChange, arrow: string): string {
  const isDuration = path.at(-1)?.endsWith('_ms') === true;
  const [left, right] = [textOf(before, isDuration), textOf(after, isDuration)];
  const start = Math.max(left.length, right.length) <= SHOWN_CHARACTERS ? 0 : firstDifference(left, right);
  return `${cut(left, start)} ${arrow} ${cut(right, start)}`;
}

function textOf(value: Json | undefined, isDuration: boolean): string {
  if (value === undefined || value === null || value === '') return 'nothing';
  if (isDuration && typeof value === 'number') return formatTook(value);
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null))
    return value.length === 0 ? 'nothing' : visibleText(value.join(', '));
  return visibleText(typeof value === 'string' ? value : JSON.stringify(value));
}

function firstDifference(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  let at = 0;
  while (at < length && left[at] === right[at]) at += 1;
  return Math.max(0, at - KEPT_BEFORE);
}

function cut(text: string, start: number): string {
  if (start >= text.length) return text.slice(0, SHOWN_CHARACTERS);
  const shown = text.slice(start, start + SHOWN_CHARACTERS);
  return `${start > 0 ? '…' : ''}${shown}${start + SHOWN_CHARACTERS < text.length ? '…' : ''}`;
}
