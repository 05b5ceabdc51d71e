import { type Comparison, Reference, type StepBlueprint } from '@waybill/core';
import { type Compared, type ComparedServer, callOf } from './compared-steps.ts';

/**
 * After which a pause ends by itself, whatever became of the run: longer than an exchange of addresses takes, for which vendors
 * document a minute. It is renewed before that.
 */
const PAUSE_MS = 300_000;

const CHECK = 'reach-source-pause';
/** Replication can take days, in which a source is restarted or fails over: right before the pause it is known. */
const NOTE = 'note-writers';
const LIFT = 'lift-pause';
const RENEW = 'renew-pause';

/**
 * Writers wait at the server of the source (CLIENT PAUSE … WRITE), by its process: where its address leads elsewhere by then, it
 * is known by that alone.
 */
export function pauseSteps(compared: Compared): ReturnType<NonNullable<Comparison['freeze']>> {
  return {
    before: [pausableStep(compared)],
    freeze: [noteWritersStep(compared), holdingPauseStep(compared), notePausedStep(compared)],
    hold: [pauseStep(compared, RENEW, 'keep them paused until the addresses are exchanged'), checkPausedStep(compared)],
    holdsMs: PAUSE_MS,
    // At the address of the target it is by then, or still at its own.
    lift: [unpauseStep('lift-pause-moved', compared.target), unpauseStep(LIFT, compared.source)],
  };
}

function noteWritersStep({ source }: Compared): StepBlueprint {
  return {
    kind: 'check',
    name: NOTE,
    title: 'which servers the writers of the source write to',
    ...callOf(source, 'ShowServer'),
    check: 'writers-noted',
  };
}

function holdingPauseStep(compared: Compared): StepBlueprint {
  const [source, target] = [placeOf(compared.source, 'source'), placeOf(compared.target, 'target')];
  return {
    ...pauseStep(compared, 'pause', 'pause the writers of the source'),
    holds: {
      label: 'the writers of the source are paused, for five minutes at most',
      lift: `CLIENT UNPAUSE on the server that was the source: ${source} until the addresses are exchanged, ${target} from then on`,
      liftedBy: LIFT,
      renewedBy: RENEW,
      endsAfterMs: PAUSE_MS,
    },
  };
}

/** Where an operator finds it. What is called where the service says it is has an alias that no plan knows. */
function placeOf({ connection, server }: ComparedServer, side: string): string {
  if (server !== undefined) return `at the address of the ${side} that is noted`;
  return `on connection ${connection ?? `of the ${side}`}`;
}

function notePausedStep({ source }: Compared): StepBlueprint {
  return {
    kind: 'check',
    name: 'note-paused',
    title: 'the write position of the source',
    ...callOf(source, 'ShowPosition'),
    check: 'positions-noted',
    expect: { side: 'source' },
  };
}

function checkPausedStep({ source }: Compared): StepBlueprint {
  return {
    kind: 'check',
    name: 'check-paused',
    title: 'nothing was written to the source meanwhile',
    ...callOf(source, 'ShowPosition'),
    check: 'still-paused',
    expect: { position: new Reference(['steps', 'note-paused', 'outputs', 'position']) },
  };
}

const processes = new Reference(['steps', NOTE, 'outputs', 'run_ids']);

function pausableStep({ source, level }: Compared): StepBlueprint {
  return {
    kind: 'check',
    name: CHECK,
    title: 'the writers of the source can be paused',
    ...callOf(source, 'ProbeRights', { level: 'counts', pause: true }),
    beside: callOf(source, 'ShowServer'),
    check: 'writers-pausable',
    expect: { level },
  };
}

function pauseStep({ source }: Compared, name: string, title: string): Extract<StepBlueprint, { kind: 'call' }> {
  return {
    kind: 'call',
    name,
    title,
    ...callOf(source, 'PauseWrites', { milliseconds: PAUSE_MS, run_ids: processes }),
  };
}

function unpauseStep(name: string, server: ComparedServer): StepBlueprint {
  return {
    kind: 'call',
    name,
    title: 'unpause the writers of the source',
    ...callOf(server, 'UnpauseWrites', { run_ids: processes }),
  };
}
