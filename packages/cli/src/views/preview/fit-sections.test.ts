import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fitSections, type Section } from './fit-sections.ts';

const checks: Section = { name: 'checks', importance: 1, items: ['c1\n', 'c2\n', 'c3\n'] };
const table: Section = { name: 'the table', importance: 2, items: ['table\n'], before: '<', after: '>' };
const places: Section = { name: 'places', importance: 3, items: ['p1\n', 'p2\n'] };

it('gives room by importance, and shows in the order given', () => {
  const all = [places, table, checks];
  expect(fitSections(all, 100)).toEqual({ text: 'p1\np2\n\n<table\n>\nc1\nc2\nc3\n\n', omitted: [] });
  expect(fitSections(all, 19)).toEqual({ text: '<table\n>\nc1\nc2\nc3\n\n', omitted: ['2 places'] });
  expect(fitSections(all, 14)).toEqual({ text: 'p1\n\nc1\nc2\nc3\n\n', omitted: ['the table', '1 places'] });
  expect(fitSections(all, 7)).toEqual({ text: 'c1\nc2\n\n', omitted: ['1 checks', 'the table', '2 places'] });
});

it('never takes more room than there is, and shows all when there is enough', () => {
  const section = fc.record({
    name: fc.constant('some'),
    importance: fc.nat(3),
    items: fc.array(fc.constantFrom('a\n', 'bcd\n', 'é…\n'), { maxLength: 6 }),
    before: fc.constantFrom('', '<ul>\n'),
  });
  fc.assert(
    fc.property(fc.array(section, { maxLength: 6 }), fc.nat(120), (sections, room) => {
      const { text, omitted } = fitSections(sections, room);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(room);
      const whole = fitSections(sections, 10_000);
      expect(whole.omitted).toEqual([]);
      expect(omitted.length === 0).toBe(text === whole.text);
    }),
  );
});
