import { type CallBlueprint, type JournalRecord, type Kind, Reference, type StepBlueprint } from '@waybill/core';

/** Copies, keeps writers out, leads clients over, and lets writers go. `gate`: what is waited for between the copy and the rest. */
export function ledKind(gate?: StepBlueprint): Kind {
  return {
    name: 'led',
    title: 'led',
    withSchema: { type: 'object' },
    outputs: [],
    expand: ({ address }) => ({ steps: ledSteps(address, gate), outputs: {} }),
  };
}

function ledSteps(address: string, gate: StepBlueprint | undefined): readonly StepBlueprint[] {
  const create = (name: string): CallBlueprint => ({
    kind: 'call',
    name,
    title: name,
    operation: 'CreateTask',
    arguments: { name: `${address}/${name}` },
  });
  return [
    create('copy'),
    {
      kind: 'await',
      name: 'await',
      title: 'await',
      poll: 'tasks',
      goal: 'done',
      arguments: { id: new Reference(['steps', 'copy', 'outputs', 'task_id']) },
    },
    ...(gate === undefined ? [] : [gate]),
    { ...create('freeze'), holds: { label: 'writes', lift: 'lift', liftedBy: 'lift' } },
    create('switch'),
    {
      kind: 'call',
      name: 'lift',
      title: 'lift',
      always: true,
      needs: ['freeze', 'switch'],
      operation: 'DeleteTask',
      arguments: { id: new Reference(['steps', 'freeze', 'outputs', 'task_id']) },
    },
  ];
}

/** It was sent, and no record says what became of it. */
export function isUnsettled(record: JournalRecord): boolean {
  return record.kind === 'step.intent' || (record.kind === 'step.failed' && record.outcome === 'unknown');
}
