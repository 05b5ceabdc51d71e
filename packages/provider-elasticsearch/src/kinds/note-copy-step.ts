import type { StepBlueprint } from '@waybill/core';
import type { ReindexUnit } from './read-reindex.ts';

export const NOTE_COPY = 'note-copy';

/** Right before clients are led to the copy: whatever is written to it after the noted positions, clients have written. */
export function noteCopyStep({ index }: ReindexUnit): StepBlueprint {
  return {
    kind: 'check',
    name: NOTE_COPY,
    title: 'the write position of the copy, before clients use it',
    operation: 'ShowIndexStats',
    arguments: { index, level: 'shards' },
    check: 'positions-noted',
  };
}
