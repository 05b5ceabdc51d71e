import { type CallBlueprint, defined, type KindInput, type StepBlueprint } from '@waybill/core';
import { repeatedTogether } from '@waybill/provider-kit';
import { type Cutover, readCutover } from './read-cutover.ts';
import { awaitTask, TASK_ID } from './steps.ts';

const DEFAULT_CUTOVER: Cutover = { mode: 'manual', maxLag: 0, lagForMs: 0 };

/** How this migration ends; undefined for a full one, which ends by itself. */
export function cutoverOf(input: KindInput): Cutover | undefined {
  if (input.with['migration_method'] !== 'incremental_migration') return undefined;
  return readCutover(input.options) ?? DEFAULT_CUTOVER;
}

/** The steps that compare both sides; none where the plan names no comparison. */
export interface CutoverComparison {
  /** Before the gate: where they find differences, nobody is asked to cut over. */
  readonly before: readonly StepBlueprint[];
  /** Once the writers are stopped and everything is copied. */
  readonly frozen: readonly StepBlueprint[];
  /** Keep the writers of the source waiting; none where an operator has stopped them. */
  readonly freeze: Readonly<Record<'freeze' | 'hold' | 'lift', readonly StepBlueprint[]>> & {
    readonly holdsMs?: number;
  };
  /** Before and after each address leads to the other side. */
  readonly moved: { readonly before: readonly StepBlueprint[]; readonly after: readonly StepBlueprint[] };
}

/**
 * From a running replication to its end. For mode `none` the task keeps replicating after its unit is done.
 *
 * Source: Open Telekom Cloud DCS user manual, "Migrating Data Online", and Huawei Cloud DCS user guide, "Switching DCS
 * Instance IP Addresses".
 */
export function cutoverSteps(cutover: Cutover, compares: CutoverComparison): readonly StepBlueprint[] {
  const { before, frozen, freeze, moved } = compares;
  if (cutover.mode === 'none') return before;
  const gate = gateStep(freeze.freeze.length > 0 ? 'paused' : cutover.mode, before.length > 0);
  const start = [awaitLag(cutover), ...before, gate];
  // A unit that failed may have been written since: its writers run again, or were let go.
  if (cutover.mode === 'manual')
    return [...start, ...repeatedTogether([awaitCaughtUp(), ...frozen], []), ...stopSteps()];
  const [exchange, ...ending] = exchangeSteps(cutover, freeze);
  const lifts = freeze.lift.map(({ name }) => name);
  const last = [
    ...overOnceExchanged(freeze.freeze),
    awaitCaughtUp(),
    ...frozen,
    ...freeze.hold,
    ...moved.before,
    exchange,
  ];
  const together = repeatedTogether(last, lifts);
  return [...start, ...whileHeld(together, freeze.holdsMs), ...ending, ...moved.after, ...liftSteps(freeze)];
}

/**
 * What is waited for, compared and noted while writers wait is worth something for as long as they do, and not once a run was
 * killed, or its machine slept, meanwhile. What renews that makes it last from then on.
 */
function whileHeld(steps: readonly StepBlueprint[], holdsMs: number | undefined): readonly StepBlueprint[] {
  const at = steps.findIndex(holdOf);
  const held = steps[at];
  if (held === undefined || holdsMs === undefined) return steps;
  const renewedAt = steps.findIndex(({ name }) => name === holdOf(held)?.renewedBy);
  return steps.map((step, place) => {
    if (place <= at || step.kind === 'gate' || step.relies !== undefined) return step;
    const renewed = renewedAt >= 0 && place > renewedAt ? steps[renewedAt] : undefined;
    return { ...step, relies: { on: (renewed ?? held).name, forMs: holdsMs } };
  });
}

function holdOf(step: StepBlueprint): NonNullable<CallBlueprint['holds']> | undefined {
  return step.kind === 'call' ? step.holds : undefined;
}

/** Clients use the copy from then on: whether the server that they have left is still paused keeps nobody waiting. */
function overOnceExchanged(freeze: readonly StepBlueprint[]): readonly StepBlueprint[] {
  return freeze.map((step) =>
    step.kind === 'call' && step.holds !== undefined
      ? { ...step, holds: { ...step.holds, overOnce: EXCHANGED, sentBy: 'exchange' } }
      : step,
  );
}

/** Whatever has failed since they wait, and once the addresses are exchanged: nobody writes to that server then. */
function liftSteps({ freeze, lift }: CutoverComparison['freeze']): readonly StepBlueprint[] {
  const at = freeze.findIndex(holdOf);
  const paused = freeze.slice(0, Math.max(0, at) + 1).map(({ name }) => name);
  // What lifts them has to come after something that succeeds although the pause fails.
  const before = paused.length > 1 ? [] : [GATE];
  return lift.map((step, place) => ({
    ...step,
    always: true,
    needs: [...before, ...paused, EXCHANGED, ...lift.slice(0, place).map(({ name }) => name)],
  }));
}

const GATE = 'cutover';
const EXCHANGED = 'await-exchanged';

/** With a comparison `waybill cutover` shows at the gate how it ended, and whether it is stale. */
function gateStep(mode: keyof typeof INSTRUCTIONS, isCompared: boolean): StepBlueprint {
  const instruction = INSTRUCTIONS[mode];
  return { kind: 'gate', name: GATE, title: 'cut-over', instruction, ...(isCompared ? { isCutover: true } : {}) };
}

const INSTRUCTIONS = {
  manual:
    'Stop every writer of the source, then approve. The run waits until the rest is copied and stops the replication. ' +
    'Compare both sides and point the clients at the target afterwards.',
  'exchange-ip':
    'Make sure that source and target have the same port, password and whitelist and no public access, stop every writer ' +
    'of the source, then approve. The run waits until the rest is copied, and exchanges the addresses: the source becomes ' +
    'read-only for up to a minute, clients are disconnected for seconds, and replication ends. ' +
    'A rollback exchanges the addresses back but does not copy what was written to the target meanwhile.',
  paused:
    'Make sure that source and target have the same port, password and whitelist and no public access, and that clients can do ' +
    'without writes for a while, then approve. Waybill pauses the writers of the source until the rest is copied and the ' +
    'addresses are exchanged: clients are disconnected for seconds then, and replication ends. ' +
    'A rollback exchanges the addresses back but does not copy what was written to the target meanwhile.',
} as const;

function awaitLag(cutover: Cutover): StepBlueprint {
  return awaitTask('await-lag', 'wait until the target has nearly caught up', 'lag', {
    max_lag: cutover.maxLag,
    lag_for_ms: cutover.lagForMs,
  });
}

/** Nothing is written any more: what the service had not copied when the writers stopped is at the target. */
function awaitCaughtUp(): StepBlueprint {
  return awaitTask('await-lag-final', 'wait until the last writes are copied', 'lag', { max_lag: 0, lag_for_ms: 0 });
}

function stopSteps(): readonly StepBlueprint[] {
  return [
    {
      kind: 'call',
      name: 'stop',
      title: 'stop the replication',
      beginsCutover: true,
      operation: 'StopMigrationTask',
      arguments: { task_id: TASK_ID },
    },
    awaitTask('await-stopped', 'wait until the replication has stopped', 'stopped'),
  ];
}

/** For so long writers have to wait once the exchange is sent: the vendor documents a minute. */
const EXCHANGE_MS = 120_000;

function exchangeSteps(
  cutover: Cutover,
  { hold: [held], holdsMs }: CutoverComparison['freeze'],
): readonly [StepBlueprint, StepBlueprint] {
  const relies =
    held === undefined || holdsMs === undefined
      ? undefined
      : { on: held.name, forMs: Math.max(0, holdsMs - EXCHANGE_MS) };
  return [
    {
      kind: 'call',
      name: 'exchange',
      title: 'exchange the addresses of source and target',
      beginsCutover: true,
      ...defined({ relies }),
      operation: 'ExchangeInstanceIp',
      arguments: {
        task_id: TASK_ID,
        ...defined({ exchanged_ip: cutover.exchangedIp }),
        is_exchange_domain: cutover.isExchangeDomain ?? false,
      },
    },
    awaitTask(EXCHANGED, 'wait until the addresses are exchanged', 'exchanged'),
  ];
}
