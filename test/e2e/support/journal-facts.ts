import type { JournalRecord } from '@waybill/core';

export type StepRecord = Extract<JournalRecord, { readonly step: string }>;

/** The records of each step, oldest first. */
export function recordsByStep(journal: readonly JournalRecord[]): ReadonlyMap<string, readonly StepRecord[]> {
  return Map.groupBy(
    journal.filter((record) => 'step' in record),
    ({ step }) => step,
  );
}

/** Whether the record says that its step is done. */
export function saysDone(record: StepRecord): boolean {
  return (
    record.kind === 'step.succeeded' ||
    record.kind === 'gate.approved' ||
    (record.kind === 'step.resolved' && record.resolution === 'happened')
  );
}

/** Every vendor id of a task that the journal holds. */
export function recordedTaskIds(journal: readonly JournalRecord[]): ReadonlySet<string> {
  const outputs = journal.flatMap((record) => ('outputs' in record ? [record.outputs['task_id']] : []));
  return new Set(outputs.filter((id) => typeof id === 'string'));
}

/** Intents without an outcome, for each run that was cut off: what its successor had to settle. */
export function openIntentsOfCutRuns(journal: readonly JournalRecord[]): readonly number[] {
  const cuts: number[] = [];
  const open = new Set<string>();
  let isRunning = false;
  for (const record of journal) {
    if (record.kind === 'run.started') {
      if (isRunning) cuts.push(open.size);
      isRunning = true;
    } else if (record.kind === 'run.ended') isRunning = false;
    else if (record.kind === 'step.intent') open.add(record.step);
    else if ('step' in record) open.delete(record.step);
  }
  return cuts;
}

/** Effects that were begun and of which no outcome is recorded, by address. */
export function openIntents(journal: readonly JournalRecord[]): readonly string[] {
  const open = [...recordsByStep(journal)].filter(([, ofStep]) => ofStep.at(-1)?.kind === 'step.intent');
  return open.map(([step]) => step);
}

/** How many effects of each operation are recorded as done. */
export function recordedEffects(journal: readonly JournalRecord[]): Readonly<Record<string, number>> {
  const operations = new Map<string, string>();
  const counts: Record<string, number> = {};
  for (const record of journal) {
    if (record.kind === 'step.intent') operations.set(record.step, record.operation);
    else if ('step' in record && saysDone(record)) {
      const operation = operations.get(record.step);
      if (operation !== undefined) counts[operation] = (counts[operation] ?? 0) + 1;
    }
  }
  return counts;
}
