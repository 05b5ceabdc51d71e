import type { RunEvent } from '@waybill/core';
import { type ObservedCall, UNIT_STATUSES } from '@waybill/core/internal';
import { Counter, Gauge, Registry } from 'prom-client';
import type { RunProgress } from '../live/run-progress.ts';

/** What is read anew for each scrape. */
export interface MetricsSource {
  readonly progress: Pick<RunProgress, 'counts' | 'gates' | 'gauges' | 'work' | 'eta' | 'run' | 'plan'>;
  readonly nowMs: () => number;
}

/** The numbers of one run in the text format of Prometheus. They are those of every view: one fold counts them. */
export class RunMetrics {
  readonly #registry = new Registry();
  readonly #calls: Counter<'provider' | 'operation' | 'outcome'>;
  readonly #throttles: Counter<'provider'>;
  readonly #retries: Counter;

  constructor(source: MetricsSource) {
    const registers = [this.#registry];
    const { progress, nowMs } = source;
    this.#calls = new Counter({
      name: 'waybill_calls_total',
      help: 'Calls to remote APIs that were answered or refused.',
      labelNames: ['provider', 'operation', 'outcome'],
      registers,
    });
    this.#throttles = new Counter({
      name: 'waybill_throttles_total',
      help: 'How often a provider refused calls because of a rate limit.',
      labelNames: ['provider'],
      registers,
    });
    this.#retries = new Counter({
      name: 'waybill_step_retries_total',
      help: 'Steps that were tried again after a pause.',
      registers,
    });
    const labelled = <Label extends string>(
      name: string,
      help: string,
      labelNames: readonly Label[],
      read: () => readonly (readonly [labels: Readonly<Record<Label, string>>, value: number])[],
    ): void => {
      new Gauge<Label>({
        name,
        help,
        labelNames: [...labelNames],
        registers,
        collect() {
          this.reset();
          for (const [labels, value] of read()) this.set(labels as Record<Label, string>, value);
        },
      });
    };
    const single = (name: string, help: string, read: () => number | undefined): void =>
      labelled(name, help, [], () => {
        const value = read();
        return value === undefined ? [] : [[{}, value]];
      });
    labelled('waybill_run_info', 'The run, as labels; always 1.', ['plan', 'run'], () =>
      progress.run === '' ? [] : [[{ plan: progress.plan, run: progress.run }, 1]],
    );
    labelled('waybill_units', 'Units of the plan by their status.', ['status'], () =>
      UNIT_STATUSES.map((status) => [{ status }, progress.counts.units[status]] as const),
    );
    single('waybill_steps', 'Steps of the plan.', () => progress.counts.steps.total);
    single('waybill_steps_done', 'Steps that are done.', () => progress.counts.steps.done);
    single('waybill_remote_tasks', 'Remote tasks that run.', () => progress.counts.remoteTasks);
    single('waybill_gates_waiting', 'Gates that wait for an approval.', () => progress.gates.length);
    single('waybill_calls_in_flight', 'Calls that wait for their answer.', () =>
      progress.gauges?.accounts.reduce((sum, { inFlight }) => sum + inFlight, 0),
    );
    single('waybill_calls_waiting', 'Steps, polls and look-ups that wait for their turn.', () =>
      progress.gauges?.accounts.reduce((sum, { waitForTurn }) => sum + waitForTurn, 0),
    );
    labelled('waybill_steps_held', 'Steps that a rule of the run keeps from starting.', ['policy'], () =>
      [...Map.groupBy(progress.gauges?.held ?? [], ({ policy }) => policy)].map(
        ([policy, holds]) => [{ policy }, holds.reduce((sum, { steps }) => sum + steps, 0)] as const,
      ),
    );
    labelled(
      'waybill_work_done',
      'What steps in progress have copied or compared, such as documents or keys.',
      ['of'],
      () => progress.work(nowMs()).map(({ of, done }) => [{ of }, done] as const),
    );
    single(
      'waybill_eta_seconds',
      'How long the run is expected to take still. Absent: nothing supports an estimate.',
      () => {
        const eta = progress.eta(nowMs());
        return eta === undefined ? undefined : Math.max(0, eta.ms - (nowMs() - eta.at)) / 1_000;
      },
    );
  }

  add(event: RunEvent): void {
    if (event.kind === 'provider.throttled') this.#throttles.inc({ provider: event.provider });
    if (event.kind === 'step.retrying') this.#retries.inc();
  }

  called({ provider, operation, outcome }: ObservedCall): void {
    this.#calls.inc({ provider, operation, outcome });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  async text(): Promise<string> {
    return await this.#registry.metrics();
  }
}
