import type { RunEvent } from '@waybill/core';
import { shortMessage } from '@waybill/core/internal';
import type { FailureCause, RunProgress, WorkProgress } from '@waybill/node/live';
import { causeOf } from '@waybill/node/live';
import { type CommandContext, openingCommand } from '../folds/command-line.ts';
import { counted, formatCount } from '../folds/counted.ts';
import { describeAccounts, describeWaits, waitText } from '../folds/describe-gauges.ts';
import { etaBasis } from '../folds/eta-basis.ts';
import { sliceText } from '../folds/slice-text.ts';
import { unitCountParts } from '../folds/unit-counts.ts';
import { workText } from '../folds/work-text.ts';
import { formatSpan, formatTimeOfDay } from './format-time.ts';
import type { Style } from './style.ts';
import { visibleText } from './visible-text.ts';

/** While things happen, and while nothing does: many CI systems end a job that is silent for minutes. */
const PROGRESS_INTERVAL_MS = 5_000;
const SILENCE_INTERVAL_MS = 60_000;
/** While nothing moves but the data of what is in progress. */
const WORK_INTERVAL_MS = 15_000;
/** Of the very same failure; the summary counts them all. */
const SAME_FAILURES_SHOWN = 3;
/** The same notice comes again after this time at the earliest. */
const NOTICE_INTERVAL_MS = 60_000;
/** What is held back is reported as often. */
const WAITS_INTERVAL_MS = 60_000;
const MOST_REASONS = 5;
const MOST_ACCOUNTS = 4;
/** Causes in a progress line; each was printed when it came first. */
const MOST_CAUSES = 3;

export interface PlainLinesOptions {
  readonly progress: RunProgress;
  readonly style: Style;
  readonly context: CommandContext;
}

/** A run as a log that people can read afterwards: one line per meaningful event, and progress every few seconds. */
export class PlainLines {
  readonly #options: PlainLinesOptions;
  readonly #shown = new Map<string, number>();
  readonly #noticedAt = new Map<string, number>();
  #lastProgressAt = 0;
  #lastCounts = '';
  #lastDone = '';
  #lastWaitsAt = Number.NEGATIVE_INFINITY;

  constructor(options: PlainLinesOptions) {
    this.#options = options;
  }

  /** The event is in `progress` already. */
  add(event: RunEvent): readonly string[] {
    if (event.kind === 'run.started') this.#lastProgressAt = event.at;
    const lines = this.#describe(event).map((text) => `${formatTimeOfDay(event.at)} ${text}`);
    return event.kind === 'run.ended' ? lines : [...lines, ...this.tick(event.at)];
  }

  /** A progress line when it is time for one. */
  tick(at: number): readonly string[] {
    const sinceMs = at - this.#lastProgressAt;
    if (sinceMs < PROGRESS_INTERVAL_MS || this.#lastProgressAt === 0) return [];
    const counts = this.#countsText();
    const work = this.#options.progress.work(at);
    // Not the text: rate and time left also change while nothing moves.
    const done = work.map((each) => `${each.done} ${each.of}`).join();
    const dueMs = done === this.#lastDone ? SILENCE_INTERVAL_MS : WORK_INTERVAL_MS;
    if (counts === this.#lastCounts && sinceMs < dueMs) return [];
    this.#lastProgressAt = at;
    this.#lastCounts = counts;
    this.#lastDone = done;
    const text = `${this.#progressText(at, counts)}${describeWork(work)}${this.#etaText(at)}`;
    return [`${formatTimeOfDay(at)} ${text}`, ...this.#waitLines(at)];
  }

  /** Numbers against limits, and who waits: at most once a minute, and only while something waits. */
  #waitLines(at: number): readonly string[] {
    const { gauges } = this.#options.progress;
    if (gauges === undefined || at - this.#lastWaitsAt < WAITS_INTERVAL_MS) return [];
    const waits = describeWaits(gauges);
    if (waits.length === 0) return [];
    this.#lastWaitsAt = at;
    const accounts = describeAccounts(gauges).map(
      ({ name, parts }) => `limits ${name}: ${parts.map(({ text }) => text).join(', ')}`,
    );
    const reasons = waits.slice(0, MOST_REASONS).map(waitText).join('; ');
    return [...accounts.slice(0, MOST_ACCOUNTS), `held back: ${reasons}`].map(
      (text) => `${formatTimeOfDay(at)} ${visibleText(text)}`,
    );
  }

  #describe(event: RunEvent): readonly string[] {
    const { symbols } = this.#options.style;
    const notice = (text: string, sameAs: string): readonly string[] => this.#notice(text, sameAs, event.at);
    switch (event.kind) {
      case 'run.started':
        return [describeStart(event)];
      case 'step.failed':
        return this.#failure(
          `${symbols.failed} ${event.step} failed: ${event.code}: ${shortMessage(event.message)}`,
          event,
        );
      case 'step.unknown':
        return this.#unknown(event);
      case 'step.resolved':
        return [visibleText(`${symbols.done} ${event.step}: ${RESOLUTIONS[event.resolution]}: ${event.evidence}`)];
      case 'step.retrying':
        return notice(
          `${symbols.warning} ${event.step}: retry in ${formatSpan(event.delayMs)}: ${event.reason}`,
          `retry ${event.reason}`,
        );
      case 'step.waiting':
        return event.warning === undefined
          ? []
          : notice(`${symbols.warning} ${event.step}: ${event.warning}`, event.warning);
      case 'gate.waiting':
        return this.#gate(event);
      case 'gate.approved':
        return [visibleText(`${symbols.gate} ${event.step} approved by ${event.by}${countOf(event)}`)];
      case 'unit.skipped':
        return notice(
          `${symbols.pending} ${event.unit} skipped because of ${event.because}`,
          `skipped ${event.because}`,
        );
      case 'provider.throttled':
        return notice(
          `${symbols.warning} ${event.provider}: throttled; nothing is sent for ${formatSpan(event.holdMs)}`,
          `throttled ${event.provider}`,
        );
      case 'provider.unreachable':
        return [
          visibleText(
            `${symbols.warning} ${event.provider} cannot be reached: ${event.code}: ${event.message}; one call at a time probes the connection`,
          ),
        ];
      case 'provider.reachable':
        return [`${symbols.done} ${event.provider} can be reached again after ${formatSpan(event.downMs)}`];
      case 'provider.suspended':
        return [visibleText(`${symbols.failed} ${event.provider} is suspended: ${event.code}: ${event.message}`)];
      case 'poll.failed':
        return notice(
          `${symbols.warning} ${event.provider}: polling failed (the remote tasks keep running): ${event.message}`,
          `poll ${event.provider}`,
        );
      case 'run.stopping':
        return [visibleText(`${symbols.warning} stopping: ${event.reason}`)];
      case 'run.ended':
        return [this.#progressText(event.at, this.#countsText())];
      case 'step.succeeded':
        return this.#warning(event);
      case 'step.started':
      case 'step.progressed':
      case 'unit.succeeded':
      case 'unit.failed':
        return [];
    }
  }

  /** Of a check that warns: of the very same warning only the first ones. */
  #warning({ step, detail = '', hint }: Extract<RunEvent, { kind: 'step.succeeded' }>): readonly string[] {
    if (hint === undefined || this.#count(`warning ${detail}`) > SAME_FAILURES_SHOWN) return [];
    return [visibleText(`${this.#options.style.symbols.warning} ${step}: ${detail} ${hint}`)];
  }

  #unknown(event: Extract<RunEvent, { kind: 'step.unknown' }>): readonly string[] {
    const { unknown } = this.#options.style.symbols;
    if (event.needsPerson)
      return this.#failure(`${unknown} ${event.step} unknown: ${event.code}: ${shortMessage(event.message)}`, event);
    return [visibleText(`${unknown} ${event.step}: the answer was lost (${event.code}); checking whether it happened`)];
  }

  #failure(text: string, event: Extract<RunEvent, { kind: 'step.failed' | 'step.unknown' }>): readonly string[] {
    const { code, message } = event;
    const count = this.#count(causeOf(event));
    if (count <= SAME_FAILURES_SHOWN) return [visibleText(text)];
    if (count > SAME_FAILURES_SHOWN + 1) return [];
    const { failed, unknown } = this.#options.style.symbols;
    const what =
      event.kind === 'step.failed' ? `${failed} more units failed with` : `${unknown} more units are unknown:`;
    return [visibleText(`${what} ${code}: ${message.replace(/[.]$/, '')}; the summary counts them`)];
  }

  #notice(text: string, sameAs: string, at: number): readonly string[] {
    const before = this.#noticedAt.get(sameAs);
    if (before !== undefined && at - before < NOTICE_INTERVAL_MS) return [];
    this.#noticedAt.set(sameAs, at);
    return [visibleText(text)];
  }

  #count(key: string): number {
    const count = (this.#shown.get(key) ?? 0) + 1;
    this.#shown.set(key, count);
    return count;
  }

  /** What to make sure of is said once; the command is there for every gate. */
  #gate({ step, unit, instruction }: Extract<RunEvent, { kind: 'gate.waiting' }>): readonly string[] {
    const { style, context } = this.#options;
    const isFirst = this.#count(`gate ${instruction}`) === 1;
    const { gate } = style.symbols;
    const isCutover = context.isCutover?.(step) ?? false;
    return [
      ...(isFirst ? [visibleText(`${gate} before approving: ${instruction}`)] : []),
      `${visibleText(`${gate} ${step} waits for an approval`)}: ${openingCommand([unit], { ...context, isCutover })}`,
    ];
  }

  #progressText(at: number, counts: string): string {
    const elapsed = formatSpan(at - (this.#options.progress.startedAt ?? at));
    return `progress ${elapsed}: ${counts}`;
  }

  #countsText(): string {
    const { counts, failures, slices } = this.#options.progress;
    const { units, steps, remoteTasks } = counts;
    const statuses = unitCountParts(units, ['succeeded', 'pending']).map(
      ({ status, text }) => `${text}${status === 'failed' ? describeCodes(failures) : ''}`,
    );
    const parts = [
      `${formatCount(units.succeeded)} of ${counted(units.total, 'unit')}`,
      `${formatCount(steps.done)} of ${counted(steps.total, 'step')}`,
      ...statuses,
      ...(remoteTasks === 0 ? [] : [counted(remoteTasks, 'remote task')]),
      ...(slices === undefined ? [] : [sliceText(slices)]),
    ];
    return parts.join(', ');
  }

  #etaText(at: number): string {
    const eta = this.#options.progress.eta(at);
    return eta === undefined ? '' : `, about ${formatSpan(eta.ms)} left (${etaBasis(eta, at)})`;
  }
}

function describeWork(work: readonly WorkProgress[]): string {
  return work.map((each) => `, ${visibleText(workText(each))}`).join('');
}

/** ` (12 Throttling, 1 RUN_TASK_FAILED)`. */
function describeCodes(failures: readonly FailureCause[]): string {
  const shown = failures.slice(0, MOST_CAUSES).map(({ code, unitCount }) => `${formatCount(unitCount)} ${code}`);
  if (shown.length === 0) return '';
  return ` (${visibleText(shown.join(', '))}${failures.length > MOST_CAUSES ? ', ...' : ''})`;
}

const RESOLUTIONS = { happened: 'it happened', 'did-not-happen': 'it did not happen' } as const;

function describeStart(event: Extract<RunEvent, { kind: 'run.started' }>): string {
  const { plan, run, isResumed, unitCount, stepCount, finishedStepCount } = event;
  const resumed = isResumed ? `, of which ${formatCount(finishedStepCount)} are done` : '';
  return `${plan} ${run} ${isResumed ? 'resumes' : 'starts'}: ${counted(unitCount, 'unit')}, ${counted(stepCount, 'step')}${resumed}`;
}

/** Of a gate with a rule. */
function countOf({ given, needed }: Extract<RunEvent, { kind: 'gate.approved' }>): string {
  return given === undefined || needed === undefined ? '' : ` (${given} of ${needed} approvals)`;
}
