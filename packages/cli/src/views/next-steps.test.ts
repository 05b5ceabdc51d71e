import { expect, test } from 'vitest';
import { nextSteps, type Situation } from './next-steps.ts';

const CALM: Situation = {
  context: { file: 'p.yaml', flags: { state: 's.db', var: ['a=b c'] } },
  isRunning: false,
  hasWorkLeft: false,
  gates: [],
  failedUnits: [],
  unknownSteps: [],
  givenUpUnits: [],
  changed: { units: [], isSamePlan: true },
  acceptedUnits: [],
  isSuspended: false,
};

function commands(situation: Partial<Situation>): readonly string[] {
  return nextSteps({ ...CALM, ...situation }).map(({ command }) => command);
}

const OPTIONS = "--state s.db --var 'a=b c'";

test('nothing to do, nothing to say', () => {
  expect(commands({})).toEqual([]);
});

test('every command has the options that the user gave', () => {
  const all = commands({
    hasWorkLeft: true,
    gates: [{ unit: 'g' }],
    failedUnits: ['f[1]'],
    unknownSteps: [{ step: 'u.create', outputs: ['id'] }],
    givenUpUnits: ['s'],
    changed: { units: ['c'], isSamePlan: false },
  });
  expect(all.length).toBe(12 - 1);
  for (const command of all) expect(command.endsWith(OPTIONS)).toBe(true);
});

test('an unknown step can be looked up again, adopted or sent again', () => {
  expect(commands({ unknownSteps: [{ step: 'm[a].create', outputs: ['task_id'] }] })).toEqual([
    `waybill resume p.yaml ${OPTIONS}`,
    `waybill state adopt p.yaml 'm[a].create' --output task_id=... ${OPTIONS}`,
    `waybill state resolve p.yaml 'm[a].create' --did-not-happen --reason ... ${OPTIONS}`,
  ]);
});

test('many failed units of a migration are named by a pattern, a few by name', () => {
  const many = Array.from({ length: 6 }, (_, index) => `m[${index}]`);
  expect(commands({ failedUnits: [...many, 'n[1]'] })[1]).toBe(`waybill retry p.yaml 'm[*]' 'n[1]' ${OPTIONS}`);
});

test('while a run goes on, decisions wait', () => {
  expect(commands({ isRunning: true, failedUnits: ['f'] })).toEqual([
    `waybill status p.yaml ${OPTIONS}`,
    `waybill cancel p.yaml ${OPTIONS}`,
  ]);
});
