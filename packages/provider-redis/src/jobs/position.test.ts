import { expect, it } from 'vitest';
import { positionIn, wasWritten } from './position.ts';

const at = (changes: number, savedAt: number, offset?: number) =>
  positionIn({
    nodes: [
      {
        node: 'a',
        run_id: 'p',
        changes,
        saved_at: savedAt,
        ...(offset === undefined ? {} : { offset, has_offset: true }),
      },
    ],
  });

it('a server was written when it has more changes, also after a save, which takes changes away', () => {
  expect(wasWritten(at(3, 1), at(3, 1))).toBe('no');
  expect(wasWritten(at(3, 1), at(4, 1))).toBe('yes');
  expect(wasWritten(at(3, 1), at(4, 2))).toBe('yes');
});

it('whether it was is not known after a save, unless its replication says so', () => {
  expect(wasWritten(at(3, 1), at(3, 2))).toBe('unknown');
  expect(wasWritten(at(3, 1), at(0, 2))).toBe('unknown');
  expect(wasWritten(at(3, 1, 70), at(0, 2, 70))).toBe('no');
  expect(wasWritten(at(3, 1, 70), at(0, 2, 90))).toBe('unknown');
});
