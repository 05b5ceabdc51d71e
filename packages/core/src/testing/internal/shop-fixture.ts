import type { MigrationFixture } from '../plan-fixture.ts';

/** Every kind of the fake provider that recovers in a way of its own, and needs of one unit, of all, and of a chain. */
export const SHOP: readonly MigrationFixture[] = [
  { name: 'indices', target: 'move', keys: ['a', 'b', 'c'] },
  { name: 'sessions', target: 'gated', keys: ['x', 'y'] },
  { name: 'reports', target: 'copy', keys: ['p', 'q'], needs: ['indices[a]'] },
  { name: 'blind', target: 'blind' },
  { name: 'sums', target: 'copy', needs: ['indices[*]', 'blind'] },
  { name: 'end', target: 'gated', needs: ['sums'] },
];
