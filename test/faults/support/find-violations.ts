import type { RunTraces } from './run-scenario.ts';
import { CANARIES } from './scenarios.ts';

/** What no fault may bring about, whatever the ending. Each is a sentence that says what was seen. */
export function findViolations(run: RunTraces): readonly string[] {
  return [...findRepeatedEffects(run), ...findSecrets(run), ...findMissingUnits(run), ...findUntruth(run)];
}

/** Each task is created at most once, and nothing is configured, stopped, restarted or exchanged twice. */
function findRepeatedEffects({ scenario, sandbox, records }: RunTraces): readonly string[] {
  const { alicloud, huaweicloud } = sandbox.control.state();
  const created = [...Object.entries(alicloud.created), ...Object.entries(huaweicloud.created)];
  const twice = created.filter(([, count]) => count > 1).map(([name, count]) => `${name} was created ${count} times`);
  const effective = sandbox.control.requests().filter((request) => request.effects > 0);
  const counts = new Map<string, number>();
  for (const { operation, subject } of effective) {
    const key = `${operation} of ${subject ?? 'nothing'}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const repeated = [...counts].filter(([key, count]) => count > allowedEffects(key, scenario.repeated));
  const intents = records.filter((record) => record.kind === 'step.intent').length;
  return [
    ...twice,
    ...repeated.map(([key, count]) => `${key} took effect ${count} times`),
    ...(effective.length > intents ? [`${effective.length} calls took effect after ${intents} intents`] : []),
  ];
}

function allowedEffects(key: string, repeated: RunTraces['scenario']['repeated'] = {}): number {
  return repeated[key.split(' ')[0] ?? ''] ?? 1;
}

function findSecrets({ records, events, results }: RunTraces): readonly string[] {
  const text = JSON.stringify([records, events, results]);
  return Object.values(CANARIES)
    .filter((value) => text.includes(value))
    .map((value) => `the secret ${value} was written`);
}

function findMissingUnits({ scenario, results }: RunTraces): readonly string[] {
  const expected = Object.keys(scenario.migrations).length;
  return results
    .filter((result) => result.units.length !== expected)
    .map((result) => `a result names ${result.units.length} of ${expected} units`);
}

/** What is called done is done: the vendor's own account, without any fault in between. */
function findUntruth({ scenario, ending, sandbox }: RunTraces): readonly string[] {
  if (ending !== 'succeeded') return [];
  const { alicloud, huaweicloud } = sandbox.control.state();
  const tasks = [...alicloud.tasks, ...huaweicloud.tasks];
  const endsWell = scenario.name.startsWith('CreateOnline') ? ['RUNNING'] : ['SUCCESS', 'TERMINATED'];
  const steady = scenario.name.startsWith('BatchRestart') ? ['INCRMIGEATING'] : [];
  const unfinished = tasks.filter((task) => !task.isDeleted && ![...endsWell, ...steady].includes(task.status));
  return [
    ...(tasks.length === 0 ? ['the plan is called done and nothing was created'] : []),
    ...unfinished.map((task) => `the plan is called done and task ${task.taskId} is ${task.status}`),
  ];
}
