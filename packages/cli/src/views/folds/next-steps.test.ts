import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FailedUnit } from './failed-next-steps.ts';
import { nextSteps, type Situation } from './next-steps.ts';
import type { UnknownStep } from './unknown-next-steps.ts';

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
  leftBehind: [],
};

function commands(situation: Partial<Situation>): readonly string[] {
  return nextSteps({ ...CALM, ...situation }).map(({ command }) => command);
}

function failed(unit: string, remedy: FailedUnit['remedy'] = 'retry'): FailedUnit {
  return { unit, remedy };
}

const OPTIONS = "--state s.db --var 'a=b c'";

test('nothing to do, nothing to say', () => {
  expect(commands({})).toEqual([]);
});

test('every command has the options that the user gave', () => {
  const situation: Partial<Situation> = {
    hasWorkLeft: true,
    gates: [{ unit: 'g', step: 'g.gate' }],
    failedUnits: [failed('f[1]'), failed('e[1]', 'redo')],
    unknownSteps: [{ step: 'u.create', remedy: 'look-up', outputs: ['id'] }],
    givenUpUnits: ['s'],
  };
  const as = commands(situation);
  const edited = commands({ ...situation, changed: { units: ['c'], isSamePlan: false } });
  expect([as.length, edited.length]).toEqual([9, 10]);
  for (const command of [...as, ...edited]) expect(command.endsWith(OPTIONS)).toBe(true);
});

test('of an edited plan no approval is proposed, which would be refused', () => {
  const gates = [{ unit: 'g', step: 'g.gate' }];
  const changed = { units: ['c'], isSamePlan: false };
  expect(commands({ gates, changed })).toEqual([
    `waybill resume p.yaml ${OPTIONS}`,
    `waybill resume p.yaml --keep-changed ${OPTIONS}`,
    expect.stringContaining('waybill redo p.yaml c --reason'),
  ]);
  expect(commands({ gates, changed, isRunning: true })).toEqual([
    `waybill status p.yaml ${OPTIONS}`,
    `waybill cancel p.yaml ${OPTIONS}`,
  ]);
});

test('where both sides differed when they were compared last, comparing again comes before the cut-over', () => {
  const context = { ...CALM.context, isCutover: () => true, differing: new Set(['a']) };
  const gates = ['a', 'b'].map((unit) => ({ unit, step: `${unit}.cutover` }));
  expect(commands({ context, gates })).toEqual([
    `waybill verify p.yaml --differences differences.jsonl --target a ${OPTIONS}`,
    `waybill cutover p.yaml --target a ${OPTIONS}`,
    `waybill cutover p.yaml --target b ${OPTIONS}`,
  ]);
});

test('a cut-over is proposed by its own command, which continues, and another gate by an approval and a resume', () => {
  const context = { ...CALM.context, isCutover: (gate: string) => gate.endsWith('.cutover') };
  const gates = ['a', 'b'].map((unit) => ({ unit, step: `${unit}.cutover` }));
  expect(nextSteps({ ...CALM, context, gates })).toEqual([
    {
      command: `waybill cutover p.yaml --target a ${OPTIONS}`,
      why: 'a waits at the cut-over; this shows what it means, asks, and continues',
    },
    expect.objectContaining({ command: `waybill cutover p.yaml --target b ${OPTIONS}` }),
  ]);
  expect(commands({ context, gates: [...gates.slice(0, 1), { unit: 'g', step: 'g.ready' }] })).toEqual([
    `waybill cutover p.yaml --target a ${OPTIONS}`,
    `waybill approve p.yaml g ${OPTIONS}`,
    `waybill resume p.yaml ${OPTIONS}`,
  ]);
  // A run that waits for the approval continues by itself.
  expect(commands({ context, gates: gates.slice(0, 1), hasWorkLeft: true })).toEqual([
    `waybill cutover p.yaml --target a ${OPTIONS}`,
    `waybill resume p.yaml ${OPTIONS}`,
  ]);
});

test('what a run was not to do is proposed: by the plan where a saved preview names the run', () => {
  expect(nextSteps({ ...CALM, hasWorkLeft: true, leftOut: 2 })).toEqual([
    { command: `waybill resume p.yaml ${OPTIONS}`, why: 'do the 2 units that the last run left out' },
  ]);
  const whole = { file: 'p.yaml', flags: { env: 'prod', var: ['a=b'] } };
  const context = { file: 'pilot.json', flags: {}, whole };
  expect(nextSteps({ ...CALM, context, hasWorkLeft: true, leftOut: 1 })).toEqual([
    { command: 'waybill plan p.yaml --env prod --var a=b', why: 'preview the 1 unit that pilot.json leaves out' },
  ]);
  expect(nextSteps({ ...CALM, context, hasWorkLeft: true })).toEqual([
    { command: 'waybill resume pilot.json', why: 'resume where it stopped' },
  ]);
});

test('an unknown step can be looked up again, adopted or sent again', () => {
  expect(commands({ unknownSteps: [{ step: 'm[a].create', remedy: 'look-up', outputs: ['task_id'] }] })).toEqual([
    `waybill resume p.yaml ${OPTIONS}`,
    `waybill state adopt p.yaml 'm[a].create' --output task_id=... --reason ... ${OPTIONS}`,
    `waybill state resolve p.yaml 'm[a].create' --did-not-happen --reason ... ${OPTIONS}`,
  ]);
});

test('many failed units of a migration are named by a pattern, a few by name', () => {
  const many = Array.from({ length: 6 }, (_, index) => `m[${index}]`);
  expect(commands({ failedUnits: [...many, 'n[1]'].map((unit) => failed(unit)) })[1]).toBe(
    `waybill retry p.yaml 'm[*]' 'n[1]' ${OPTIONS}`,
  );
});

test('a connection that moved is asked about only while something would be called', () => {
  const moved = [{ provider: 'p', what: 'endpoint', before: 'http://a', after: 'b c' }];
  expect(commands({ moved })).toEqual([]);
  expect(commands({ moved, hasWorkLeft: true })).toEqual([
    'waybill resume p.yaml --state s.db --var a=http://a',
    `waybill resume p.yaml --keep-changed ${OPTIONS}`,
  ]);
  expect(commands({ moved, failedUnits: [failed('f')] })[0]).toBe(
    'waybill resume p.yaml --state s.db --var a=http://a',
  );
});

test('while a run goes on, decisions wait', () => {
  expect(commands({ isRunning: true, failedUnits: [failed('f')] })).toEqual([
    `waybill status p.yaml ${OPTIONS}`,
    `waybill cancel p.yaml ${OPTIONS}`,
  ]);
});

test('a task that has ended is started over first, and a pattern never names units that only need a retry', () => {
  const ended = Array.from({ length: 6 }, (_, index) => failed(`m[${index}]`, 'redo'));
  expect(commands({ failedUnits: ended }).slice(0, 2)).toEqual([
    `waybill redo p.yaml 'm[*]' --reason ... ${OPTIONS}`,
    `waybill skip p.yaml 'm[*]' --reason ... ${OPTIONS}`,
  ]);
  expect(commands({ failedUnits: [...ended, failed('m[x]')] }).slice(0, 2)).toEqual([
    `waybill redo p.yaml ${ended.map(({ unit }) => `'${unit}'`).join(' ')} --reason ... ${OPTIONS}`,
    `waybill retry p.yaml 'm[x]' ${OPTIONS}`,
  ]);
});

test('what a look-up could not settle is decided first', () => {
  const [first] = commands({ unknownSteps: [{ step: 'm.restart', remedy: 'settle', outputs: [] }] });
  expect(first).toBe(`waybill state adopt p.yaml m.restart ${OPTIONS}`);
});

test('work of another state is taken over first, by step and id while it is few; doing it again comes last', () => {
  const elsewhere = (unit: string, outputs: readonly string[]): FailedUnit => ({
    unit,
    remedy: 'adopt',
    takeover: { step: `${unit}.create`, outputs, choices: [] },
  });
  const few = commands({ failedUnits: [elsewhere('m[a]', ['task_id=t-1']), elsewhere('m[b]', [])] });
  expect(few.slice(0, 2)).toEqual([
    `waybill state adopt p.yaml 'm[a].create' --output task_id=t-1 ${OPTIONS}`,
    `waybill state adopt p.yaml 'm[b]' ${OPTIONS}`,
  ]);
  expect(few.at(-1)).toBe(`waybill redo p.yaml 'm[a]' 'm[b]' --reason ... ${OPTIONS}`);
  const many = Array.from({ length: 3 }, (_, index) => elsewhere(`m[${index}]`, ['task_id=t']));
  expect(commands({ failedUnits: many })[0]).toBe(`waybill state adopt p.yaml --all ${OPTIONS}`);
  const [first] = commands({ unknownSteps: [{ step: 'm[a].create', remedy: 'adopt', outputs: [] }] });
  expect(first).toBe(`waybill state adopt p.yaml 'm[a]' ${OPTIONS}`);
});

test('units that were started over are named, with the command that lists what they left', () => {
  const [step] = nextSteps({ ...CALM, leftBehind: ['a', 'b[x]'] });
  expect(step?.command).toBe(`waybill orphans p.yaml ${OPTIONS}`);
  expect(step?.why).toContain('a, b[x] were started over');
  const many = nextSteps({ ...CALM, leftBehind: ['a', 'b', 'c', 'd', 'e', 'f'] });
  expect(many[0]?.why).toContain('a and 5 more were started over');
  expect(nextSteps({ ...CALM, isRunning: true, leftBehind: ['a'] }).map(({ command }) => command)).not.toContain(
    step?.command,
  );
});

test('unknown calls that another state made are taken over by one command, before anything else', () => {
  const steps = (count: number): readonly UnknownStep[] =>
    Array.from({ length: count }, (_, index) => ({ step: `m[${index}].create`, remedy: 'adopt', outputs: [] }));
  expect(commands({ unknownSteps: steps(2) })).toEqual([
    `waybill state adopt p.yaml 'm[0]' 'm[1]' ${OPTIONS}`,
    `waybill state resolve p.yaml 'm[0].create' --did-not-happen --reason ... ${OPTIONS}`,
    `waybill state resolve p.yaml 'm[1].create' --did-not-happen --reason ... ${OPTIONS}`,
    `waybill resume p.yaml ${OPTIONS}`,
  ]);
  const resume = nextSteps({ ...CALM, unknownSteps: steps(2) }).at(-1);
  expect(resume?.why).toBe('resume once it is decided whose tasks these are');
  const [first, second] = commands({ unknownSteps: steps(3) });
  expect(first).toBe(`waybill state adopt p.yaml --all ${OPTIONS}`);
  expect(second).toContain('state resolve');
});

test('starting over is offered where a task has ended, and anywhere else says what stays or is done once more', () => {
  const remedy = fc.constantFrom<FailedUnit['remedy']>('retry', 'redo', 'adopt', 'settle');
  const units = fc.uniqueArray(fc.constantFrom('a', 'b[1]', 'b[2]', 'b[3]', 'b[4]', 'b[5]', 'b[6]', 'c'));
  fc.assert(
    fc.property(
      units,
      fc.array(remedy, { minLength: 8, maxLength: 8 }),
      units,
      units,
      (given, remedies, accepted, changed) => {
        const failedUnits = given.map((unit, index) => failed(unit, remedies[index] ?? 'retry'));
        const offered = nextSteps({
          ...CALM,
          failedUnits,
          acceptedUnits: accepted,
          changed: { units: changed, isSamePlan: changed.length % 2 === 0 },
        }).filter(({ command }) => command.startsWith('waybill redo '));
        for (const { why } of offered) expect(why).toMatch(/remote tasks? ha(s|ve) ended|is kept|is done again/);
        const ended = offered.filter(({ why }) => /ha(s|ve) ended/.test(why)).map(({ command }) => command);
        const mayRun = failedUnits.filter((unit) => unit.remedy !== 'redo').map(({ unit }) => unit);
        for (const command of ended)
          for (const unit of mayRun) {
            const pattern = `'${unit.replace(/\[.*/, '')}[*]'`;
            expect([command.includes(pattern), command.split(' ').includes(`'${unit}'`)]).toEqual([false, false]);
            expect(command.split(' ')).not.toContain(unit);
          }
      },
    ),
  );
});

test('two tasks of one mark: the tasks are listed and one has to go before anything else, and a resend says what it makes', () => {
  const step: UnknownStep = { step: 'm[a].create', remedy: 'look-up', outputs: [], hasMarkedTasks: true };
  const [first, ...others] = nextSteps({ ...CALM, unknownSteps: [step] });
  expect(first?.command).toBe(`waybill orphans p.yaml ${OPTIONS}`);
  expect(first?.why).toMatch(/m\[a\]\.create found: stop the other copy .* delete the task that is not wanted/);
  const resend = others.find(({ command }) => command.includes('state resolve'));
  expect(resend?.why).toContain('it is sent again, in addition to them');
});

test('a unit whose task is known at the old place is continued there, and only then migrated once more', () => {
  const movedFrom = [{ provider: 'p', what: 'endpoint', before: 'http://a', after: 'b c' }];
  const away: FailedUnit = { unit: 'm[1]', remedy: 'go-back', movedFrom };
  expect(commands({ failedUnits: [away] })).toEqual([
    'waybill resume p.yaml --retry-failed --keep-changed --state s.db --var a=http://a',
    `waybill redo p.yaml 'm[1]' --reason ... ${OPTIONS}`,
    `waybill skip p.yaml 'm[1]' --reason ... ${OPTIONS}`,
    `waybill accept p.yaml 'm[1]' --reason ... ${OPTIONS}`,
  ]);
});

test('a unit whose work may have been done is accepted beside being started over, and not named twice', () => {
  const doubtful: FailedUnit = { unit: 'm[1]', remedy: 'redo', mayBeDone: true };
  expect(commands({ failedUnits: [doubtful] })).toEqual([
    `waybill redo p.yaml 'm[1]' --reason ... ${OPTIONS}`,
    `waybill accept p.yaml 'm[1]' --reason ... ${OPTIONS}`,
    `waybill skip p.yaml 'm[1]' --reason ... ${OPTIONS}`,
  ]);
  const others = [failed('m[2]', 'redo'), failed('n')];
  const accepts = commands({ failedUnits: [doubtful, ...others] }).filter((command) => command.includes(' accept '));
  expect(accepts).toEqual([
    `waybill accept p.yaml 'm[1]' --reason ... ${OPTIONS}`,
    `waybill accept p.yaml 'm[2]' n --reason ... ${OPTIONS}`,
  ]);
});

test('a unit whose task has failed and runs is started over once that is stopped', () => {
  const whys = nextSteps({ ...CALM, failedUnits: [{ ...failed('a', 'redo'), mayRun: true }, failed('b', 'redo')] })
    .filter(({ command }) => command.includes(' redo '))
    .map(({ command, why }) => [/redo (.*?) --reason/.exec(command)?.[1], why.split(':')[0]]);
  expect(whys).toEqual([
    [expect.stringContaining('b'), 'its remote task has ended'],
    [expect.stringContaining('a'), 'its remote task still runs'],
  ]);
});
