import type { OrphanReason } from '@waybill/core/internal';
import { describe, expect, it } from 'vitest';
import { isOwn, type OrphanFacts, orphansJson, renderOrphans } from './render-orphans.ts';
import { createStyle } from './style.ts';

const STYLE = createStyle({ isTerminal: false, size: () => ({ columns: 300, rows: 50 }) } as never, {}, {});

const DELETE = 'waybill orphans shop.yaml --delete';
const OTHERS = `${DELETE} --other-states`;

describe('a task that the vendor deletes as it is', () => {
  const PLAIN: Readonly<Record<OrphanReason, boolean>> = {
    replaced: true,
    unrecorded: false,
    'other-copy': false,
    'appeared-late': false,
    removed: false,
    undecided: false,
    'other-state': false,
  };
  const PROPOSED: Readonly<Record<OrphanReason, readonly string[]>> = {
    replaced: [DELETE],
    unrecorded: [OTHERS],
    'other-copy': [OTHERS],
    'appeared-late': [OTHERS],
    removed: [OTHERS],
    undecided: [],
    'other-state': [],
  };
  for (const reason of Object.keys(PLAIN) as OrphanReason[]) {
    it(`is deleted by --delete alone only when it is of this state: ${reason}`, () => {
      expect(isOwn(reason)).toBe(PLAIN[reason]);
      const text = renderOrphans(factsOf(reason), STYLE).join('\n').replace(/\s+/g, ' ');
      expect(text.includes('can be deleted.')).toBe(PLAIN[reason]);
      expect(text.includes('deleted only with --other-states')).toBe(!PLAIN[reason] && reason !== 'undecided');
      const { next_steps: next } = orphansJson(factsOf(reason)) as { next_steps: readonly { command: string }[] };
      expect(next.map(({ command }) => command)).toEqual(PROPOSED[reason]);
    });
  }
});

function factsOf(reason: OrphanReason): OrphanFacts {
  const deleteWith = { operation: 'DeleteMigrationTask', arguments: {} };
  const task = { id: 't1', name: 'n', status: 'SUCCESS', isLive: false, deleteWith };
  return {
    orphans: [{ task, unit: 'sessions', provider: 'cache', reason }],
    unmarked: [],
    cleared: [],
    unlisted: [],
    context: { file: 'shop.yaml', flags: {} },
    isDeleting: false,
    nowMs: 0,
  };
}
