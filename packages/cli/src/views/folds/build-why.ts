import { defined, type Graph } from '@waybill/core';
import { type Explanation, type Hold, hasEffect, type Reason, type Remedy } from '@waybill/core/internal';
import { JSON_FORMAT } from '../../json-format.ts';
import type { JsonAccount, JsonLive, JsonStatus, NextStep } from '../documents/json-objects.ts';
import { neededOutputs } from '../documents/output-names.ts';
import { describeLimits, describeTask } from '../terminal/render-live.ts';
import { type CommandContext, commandLine, PLACEHOLDER } from './command-line.ts';
import { formatCount } from './counted.ts';
import { whyStopped } from './failed-next-steps.ts';
import { approvals, givingUpOrphans } from './next-steps.ts';
import { afterRollback } from './rollback-next-steps.ts';
import { adoptByHand, resolveByHand } from './settle-by-hand.ts';
import { goBack } from './undo-change.ts';
import { withCutovers } from './with-cutovers.ts';

/** Why a step has its status. */
export interface JsonWhy {
  readonly format_version: string;
  readonly kind: 'why';
  readonly step: string;
  readonly status: string;
  readonly running: JsonStatus['running'];
  /** The step itself first, then what it waits for, down to what has to move. */
  readonly reasons: readonly {
    readonly step: string;
    readonly status: string;
    readonly detail: string;
    /** Which policy holds it: a limit, a window, a suspended provider, and so on; absent where none does. */
    readonly hold?: Hold['kind'];
    /** Of a unit that an operator leads back to its source: how far that is. */
    readonly rollback?: 'begun' | 'ended';
    readonly since?: string;
  }[];
  readonly next_steps: readonly NextStep[];
}

export interface BuildWhyOptions {
  readonly context: CommandContext;
  readonly graph: Graph;
  readonly running: JsonStatus['running'];
  /** What the run that is in progress says of itself. */
  readonly live: JsonLive | undefined;
  /**
   * Whether the plan was ever applied.
   *
   * @default true
   */
  readonly hasRun?: boolean;
}

export function buildWhy({ step, status, reasons }: Explanation, options: BuildWhyOptions): JsonWhy {
  const root = reasons.at(-1);
  return {
    format_version: JSON_FORMAT,
    kind: 'why',
    step,
    status,
    running: options.running,
    reasons: reasons.map(
      ({ since, remedy: _remedy, movedFrom: _movedFrom, mayBeDone: _mayBeDone, mayRun: _mayRun, ...reason }) => ({
        ...reason,
        detail: [reason.detail, ...liveDetails(reason, options)].join(' '),
        ...defined({ since: since === undefined ? undefined : new Date(since).toISOString() }),
      }),
    ),
    next_steps: root === undefined ? [] : waysOn(root, options),
  };
}

/** What the run knows of a step and its journal does not: how far its task is, or how full its provider's limits are. */
function liveDetails({ step, status }: Reason, { live, graph }: BuildWhyOptions): readonly string[] {
  if (live === undefined) return [];
  const task = live.remote_tasks.find((waiting) => waiting.step === step);
  if (task !== undefined) return [`Its remote task: ${describeTask(task, Date.parse(live.at))}.`];
  if (status !== 'ready') return [];
  const provider = graph.stepsByAddress.get(step)?.provider ?? '';
  return live.accounts
    .filter(({ providers }) => providers.includes(provider))
    .map((account) => `Now ${describeLimits(account)}; ${describeQueue(account)}.`);
}

function describeQueue(account: JsonAccount): string {
  const { wait_for_turn: turn, wait_for_place: place, wait_for_target: target } = account;
  const parts = [
    { count: turn, what: 'for a turn' },
    { count: place, what: 'for a place' },
    { count: target, what: 'for a free target' },
  ].filter(({ count }) => count > 0);
  return parts.length === 0
    ? 'nothing waits for it'
    : parts.map(({ count, what }) => `${formatCount(count)} wait ${what}`).join(', ');
}

/** What makes the last link of the chain move. */
function waysOn(reason: Reason, { context, graph, running, hasRun = true }: BuildWhyOptions): readonly NextStep[] {
  const { step, status, remedy, rollback } = reason;
  const unit = graph.stepsByAddress.get(step)?.unit ?? step;
  if (rollback !== undefined) return afterRollback({ begun: [], ended: [], kept: [], [rollback]: [unit] }, context);
  switch (status) {
    case 'gated':
      return approvals([{ unit, step }], withCutovers(context, graph)).map((next) => ({
        ...next,
        why: `open the gate of ${unit}`,
      }));
    case 'failed':
      return waysAfterFailure(unit, reason, context);
    case 'unknown':
      return waysToSettle(step, remedy, { context, graph });
    case 'succeeded':
      return [];
    default:
      if (reason.orphans !== undefined) return givingUpOrphans(reason.orphans, context);
      if (running === 'yes') return [];
      return hasRun
        ? [{ command: commandLine('resume', context), why: 'no run is in progress' }]
        : [{ command: commandLine('apply', context), why: 'start it: the plan was never applied' }];
  }
}

function waysAfterFailure(
  unit: string,
  {
    remedy,
    movedFrom = [],
    mayBeDone = false,
    mayRun = false,
  }: Pick<Reason, 'remedy' | 'movedFrom' | 'mayBeDone' | 'mayRun'>,
  context: CommandContext,
): readonly NextStep[] {
  const skip = {
    command: commandLine('skip', context, unit, '--reason', PLACEHOLDER),
    why: 'give it up, and what depends on it',
  };
  const retry = {
    command: commandLine('retry', context, unit),
    why: 'retry it with the next resume, once the cause is fixed',
  };
  const redo = {
    command: commandLine('redo', context, unit, '--reason', PLACEHOLDER),
    why: mayRun
      ? whyStopped(1)
      : 'its remote task has ended: start it over with the next resume, once the cause is fixed',
  };
  const again = {
    ...redo,
    why: 'or migrate it once more at the new place: its task stays at the old one, and may be running',
  };
  const accept = {
    command: commandLine('accept', context, unit, '--reason', PLACEHOLDER),
    why: 'instead, if the cut-over stopped the task and both sides are equal: count it as done',
  };
  const adopt = {
    command: commandLine('state adopt', context, unit),
    why: 'take over the task that this state has no record of, once nothing else runs it',
  };
  if (remedy === 'adopt') return [adopt, skip];
  if (remedy === 'go-back') return [goBack(context, movedFrom), again, skip];
  if (mayBeDone) return [redo, accept, skip];
  return [remedy === 'redo' ? redo : retry, skip];
}

function waysToSettle(
  step: string,
  remedy: Remedy | undefined,
  { context, graph }: Pick<BuildWhyOptions, 'context' | 'graph'>,
): readonly NextStep[] {
  const planned = graph.stepsByAddress.get(step);
  const unit = planned?.unit ?? step;
  const outputs = planned !== undefined && hasEffect(planned) ? neededOutputs(planned, graph) : [];
  const adopt = {
    command: remedy === 'adopt' ? commandLine('state adopt', context, unit) : adoptByHand({ step, outputs }, context),
    why: "if the vendor's console shows that it happened",
  };
  const resolve = {
    command: resolveByHand(step, context),
    why: 'if it certainly did not happen: it is sent again',
  };
  const resume = { command: commandLine('resume', context), why: 'look up again whether it happened' };
  return remedy === 'settle' || remedy === 'adopt' ? [adopt, resolve, resume] : [resume, adopt];
}
