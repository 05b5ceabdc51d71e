import type { Graph, JournalRecord, PlannedUnit, UnitReport } from '@waybill/core';
import type { Scenario } from './scenario.ts';
import { CANARY, type Trace } from './simulate.ts';

/** Everything about a trace that must never be. Each is a sentence that says what was seen. */
export function checkTrace(trace: Trace): readonly string[] {
  return [
    ...checkEnd(trace),
    ...checkConnection(trace),
    ...checkEffects(trace),
    ...checkLimits(trace),
    ...checkNeeds(trace),
    ...checkJournal(trace),
    ...checkTruth(trace),
    ...checkSecrets(trace),
  ];
}

function checkEnd({ breakdown, scenario, results }: Trace): readonly string[] {
  if (breakdown !== undefined) return [`it broke down: ${breakdown}`];
  const outcome = results.at(-1)?.outcome;
  const failures = results.at(-1)?.units.filter((unit) => unit.status === 'failed' || unit.status === 'unknown') ?? [];
  const mayFail =
    scenario.hasFailingTask ||
    scenario.hasForbiddenCall ||
    (failures.length > 0 && failures.every(hasLostItsStop(scenario)));
  const isExpected = outcome === 'succeeded' || (mayFail && outcome === 'failed');
  return isExpected
    ? []
    : [`the last run ended as ${outcome}: ${JSON.stringify(failures.map(({ step, failure }) => ({ step, failure })))}`];
}

/**
 * A state that lost the record of its cut-over waits for a task that is stopped. Nothing shows who stopped it, and whether
 * everything had been copied then, so an operator decides.
 */
function hasLostItsStop({ damage }: Scenario): (unit: UnitReport) => boolean {
  return ({ failure }) => damage !== undefined && failure?.message.includes('is TERMINATED') === true;
}

/**
 * A connection that is down and keys that are renewed fail nothing, and a refused action fails what needed it: one unit
 * after an effect, and after a read all that shared it.
 */
function checkConnection({ scenario, results, graph, sandbox }: Trace): readonly string[] {
  const suspended = results.flatMap((result) => result.suspended).map(({ provider }) => `${provider} was suspended`);
  if (scenario.hasFailingTask || !scenario.hasForbiddenCall) return suspended;
  const ended = results.at(-1)?.units.filter(({ status }) => status === 'failed' || status === 'unknown') ?? [];
  const failed = ended.filter((unit) => !hasLostItsStop(scenario)(unit));
  const refused = sandbox.control.requests().filter(({ status }) => status === 403);
  const isRead = refused.some(({ operation }) => /^(List|Show|Describe|Get)/.test(operation));
  const wrong = failed.filter(({ failure }) => !['Forbidden.RAM', 'DCS.2003'].includes(failure?.code ?? ''));
  return [
    ...suspended,
    ...(failed.length > (isRead ? graph.units.length : refused.length)
      ? [`${failed.length} units failed after ${refused.length} refused actions`]
      : []),
    ...wrong.map(({ address, failure }) => `${address} failed with ${failure?.code}: ${failure?.message}`),
  ];
}

/** Each task is created at most once, and nothing is configured, exchanged or started twice. */
export function checkEffects({ sandbox }: Pick<Trace, 'sandbox'>): readonly string[] {
  const { alicloud, huaweicloud } = sandbox.control.state();
  const created = [...Object.entries(alicloud.created), ...Object.entries(huaweicloud.created)];
  const twice = created.filter(([, count]) => count > 1).map(([name, count]) => `${name} was created ${count} times`);
  const once = ['SetOnlineMigrationTask', 'ExchangeInstanceIp'];
  const repeated = once.flatMap((operation) => {
    const subjects = sandbox.control
      .requests({ operation })
      .filter((request) => request.effects > 0)
      .map((request) => request.subject);
    return subjects
      .filter((subject, index) => subjects.indexOf(subject) !== index)
      .map((subject) => `${operation} took effect twice on ${subject}`);
  });
  return [...twice, ...repeated];
}

function checkLimits({ scenario, sandbox, graph }: Trace): readonly string[] {
  // A process that was taken over goes on for up to a second beside the new one, and neither can know of the other's calls.
  if (scenario.takeoverAtCall !== undefined || scenario.freezeAtWrite !== undefined) return [];
  const { providers } = sandbox.control.metrics();
  // A low-level CreateOnlineMigrationTask leaves a machine that waits to be configured: its user counts it, not the run.
  const idleMachines = graph.units.filter((unit) => !endsATask(unit)).length;
  return (['alicloud', 'huaweicloud'] as const).flatMap((name) => {
    const seen = providers[name];
    const allowed = scenario.limits[name];
    // A server still works on what a dead process sent, so calls at once are compared only where none died.
    const inFlight = scenario.crashes.length === 0 ? seen.highestInFlight : 0;
    // A task that the state has forgotten has no place until its unit finds it again.
    const forgotten = scenario.damage === undefined ? 0 : Number.POSITIVE_INFINITY;
    const perTarget = name === 'huaweicloud' ? Math.max(0, ...Object.values(seen.highestActiveTasksPerTarget)) : 0;
    return [
      ...exceeded(`${name}: calls in a window`, seen.highestCallsPerWindow, allowed.requests),
      ...exceeded(`${name}: calls at once`, inFlight, allowed.inFlight),
      ...exceeded(
        `${name}: remote tasks at once`,
        seen.highestActiveTasks,
        allowed.active + forgotten + (name === 'huaweicloud' ? idleMachines : 0),
      ),
      ...exceeded(`${name}: remote tasks on one target`, perTarget, 1 + forgotten),
    ];
  });
}

function exceeded(what: string, seen: number, allowed: number): readonly string[] {
  return seen > allowed ? [`${what}: ${seen}, allowed are ${allowed}`] : [];
}

/** No effect of a unit is begun before all its needs have been recorded as done. */
function checkNeeds({ graph, records }: Trace): readonly string[] {
  const doneAt = new Map<string, number>();
  for (const record of records)
    if (isDone(record)) doneAt.set(record.step, Math.min(doneAt.get(record.step) ?? Infinity, record.seq));
  return records.flatMap((record) => {
    if (record.kind !== 'step.intent') return [];
    const unit = graph.unitsByAddress.get(graph.stepsByAddress.get(record.step)?.unit ?? '');
    const needs = [...(graph.stepsByAddress.get(record.step)?.needs ?? []), ...stepsNeeded(graph, unit)];
    const early = needs.filter((need) => (doneAt.get(need) ?? Infinity) > record.seq);
    return early.map((need) => `${record.step} began before ${need} was done`);
  });
}

function stepsNeeded(graph: Graph, unit: PlannedUnit | undefined): readonly string[] {
  const needs = unit?.needs ?? [];
  const units = graph.units.filter(
    (other) => needs.includes(other.address) || needs.includes(`${other.unit.migration.name}[*]`),
  );
  return units.flatMap((other) => other.steps.map((step) => step.address));
}

function isDone(record: JournalRecord): record is JournalRecord & { readonly step: string } {
  return (
    record.kind === 'step.succeeded' ||
    record.kind === 'gate.approved' ||
    (record.kind === 'step.resolved' && record.resolution === 'happened')
  );
}

/** What was acknowledged is there; numbers are dense; no effect was sent without an intent. */
function checkJournal({ scenario, records, acknowledged, sandbox }: Trace): readonly string[] {
  const written = new Set(records.map((record) => record.rid));
  const missing = [...acknowledged]
    .filter((rid) => !written.has(rid))
    .map((rid) => `record ${rid} was acknowledged and is gone`);
  const gaps = records
    .filter((record, index) => record.seq !== index + 1)
    .map((record) => `record ${record.seq} is out of sequence`);
  // An intent that was lost with the end of the journal is one that was written.
  if (scenario.damage !== undefined) return [...missing, ...gaps];
  const intents = records.filter((record) => record.kind === 'step.intent').length;
  const effects = sandbox.control.requests().filter((request) => request.effects > 0).length;
  return [...missing, ...gaps, ...(effects > intents ? [`${effects} calls took effect after ${intents} intents`] : [])];
}

/** A unit that is called done has a remote task that ended well. */
function checkTruth({ graph, results, sandbox }: Trace): readonly string[] {
  const { alicloud, huaweicloud } = sandbox.control.state();
  const ended = alicloud.tasks.filter((task) => task.status === 'SUCCESS' || task.isDeleted).length;
  const endedRedis = huaweicloud.tasks.filter(
    (task) => ['SUCCESS', 'TERMINATED'].includes(task.status) || task.isDeleted,
  ).length;
  const succeeded = (results.at(-1)?.units ?? [])
    .filter((unit) => unit.status === 'succeeded')
    .map((unit) => graph.unitsByAddress.get(unit.address));
  const indices = succeeded.filter((unit) => unit?.unit.migration.provider === 'search').length;
  const redis = succeeded.filter((unit) => unit?.unit.migration.provider === 'cache' && endsATask(unit)).length;
  return [
    ...(indices > ended ? [`${indices} index units are called done, ${ended} data tasks ended well`] : []),
    ...(redis > endedRedis ? [`${redis} Redis units are called done, ${endedRedis} tasks ended well`] : []),
  ];
}

/** CreateOnlineMigrationTask alone leaves a machine that waits. */
function endsATask(unit: PlannedUnit): boolean {
  return unit.unit.migration.recipe !== 'CreateOnlineMigrationTask';
}

export function checkSecrets({ records, events }: Pick<Trace, 'records' | 'events'>): readonly string[] {
  const text = JSON.stringify([records, events]);
  return [CANARY].filter((value) => text.includes(value)).map((value) => `the secret ${value} was written`);
}
