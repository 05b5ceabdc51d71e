import { expect, test } from 'vitest';
import type { PreflightFinding } from '../preflight/preflight.ts';
import { RunWorld } from '../testing/internal/run-world.ts';
import { defined } from '../value/defined.ts';
import { nonEmpty } from '../value/non-empty.ts';
import { buildPreview } from './build-preview.ts';
import type { Preview } from './preview.ts';

/** A preview of units that each have a check, with what these found. */
function previewOf(notes: Readonly<Record<string, readonly string[]>>): Preview {
  const world = new RunWorld();
  const fixture = world.plan([{ name: 'm', target: 'watched', keys: Object.keys(notes) }]);
  const steps = fixture.graph.units.flatMap(({ address, steps: own }) =>
    own
      .filter(({ kind }) => kind === 'check')
      .slice(0, 1)
      .map((step): [string, PreflightFinding] => {
        const found = notes[address.slice('m['.length, -1)] ?? [];
        return [step.address, { verdict: 'passed', detail: 'fine', ...defined({ notes: nonEmpty(found) }) }];
      }),
  );
  expect(steps).toHaveLength(Object.keys(notes).length);
  const preflight = { steps: new Map(steps), credentials: new Map(), secrets: new Map() };
  return buildPreview({ ...fixture, registry: world.registry, preflight });
}

test('what checks note of several units alike is one note, and none of it is lost', () => {
  const { checks } = previewOf({ a: ['five', 'no lid'], b: ['six', 'no lid'], c: [] });
  expect(checks.notes?.map(({ detail, units }) => [detail, units])).toEqual([
    ['five', ['m[a]']],
    ['no lid', ['m[a]', 'm[b]']],
    ['six', ['m[b]']],
  ]);
});

test('a preview in which nothing is noted has no list of notes', () => {
  expect(previewOf({ a: [], b: [] }).checks).not.toHaveProperty('notes');
});
