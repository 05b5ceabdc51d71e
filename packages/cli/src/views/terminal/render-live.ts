import { defined } from '@waybill/core';
import { shortMessage } from '@waybill/core/internal';
import { accountGauge } from '@waybill/node/live';
import type { JsonLive, JsonLiveTask } from '../documents/json-objects.ts';
import { formatCount } from '../folds/counted.ts';
import { describeAccount, nameOf, waitText } from '../folds/describe-gauges.ts';
import { etaBasis } from '../folds/eta-basis.ts';
import { workText } from '../folds/work-text.ts';
import { formatSpan, formatTime } from '../text/format-time.ts';
import { paragraph } from '../text/render-outcome.ts';
import type { Style } from '../text/style.ts';
import { visibleText } from '../text/visible-text.ts';

const SHOWN_REASONS = 5;
const SHOWN_TASKS = 10;

/** What a run that is in progress says of itself. */
export function renderLive(live: JsonLive | undefined, style: Style): readonly string[] {
  if (live === undefined) return [];
  const tasks = live.remote_tasks.slice(0, SHOWN_TASKS);
  const hidden = live.wait_count - tasks.length;
  return [
    ...renderEta(live),
    ...(live.work ?? []).flatMap((work) => paragraph(visibleText(describeWork(work)), '  ', style)),
    ...live.accounts.flatMap((account) => paragraph(describeLimits(account), '  ', style)),
    ...titled('Tried again', (live.retrying ?? []).slice(0, SHOWN_REASONS).map(describeRetry), style),
    ...titled('Held back', live.waiting.slice(0, SHOWN_REASONS).map(waitText), style),
    ...titled(
      `Waits for remote tasks: ${formatCount(live.wait_count)}`,
      [
        ...tasks.map((task) => `${task.step}  ${describeTask(task, Date.parse(live.at))}`),
        ...(hidden > 0 ? [`and ${formatCount(hidden)} more`] : []),
      ],
      style,
    ),
  ];
}

function describeRetry({ step, reason, since }: NonNullable<JsonLive['retrying']>[number]): string {
  return `${step}  since ${formatTime(Date.parse(since))}: ${shortMessage(reason)}`;
}

function describeWork({ of, done, total, per_second: perSecond, left_ms: leftMs }: JsonLiveWork): string {
  return workText({ of, done, ...defined({ total, perSecond, leftMs }) });
}

type JsonLiveWork = NonNullable<JsonLive['work']>[number];

function renderEta({ eta, at }: JsonLive): readonly string[] {
  if (eta === undefined) return [];
  const basis = etaBasis({ basis: eta.basis, at: Date.parse(eta.at) }, Date.parse(at));
  return [`  about ${formatSpan(eta.ms)} left (${basis})`];
}

function titled(title: string, lines: readonly string[], style: Style): readonly string[] {
  if (lines.length === 0) return [];
  const paragraphs = lines.flatMap((line) => paragraph(visibleText(line), `  ${style.symbols.waiting} `, style));
  return ['', style.paint('bold', title), ...paragraphs];
}

/** `search: 20/20 calls/s, 6/6 tasks, 0/4 in flight`. */
export function describeLimits(account: JsonLive['accounts'][number]): string {
  const gauge = accountGauge(account);
  const parts = describeAccount(gauge).map(({ text }) => text);
  return visibleText(`${nameOf(gauge)}: ${parts.join(', ')}`);
}

/** `FULLMIGRATING 42% for 3m`. */
export function describeTask({ status, progress, since }: JsonLiveTask, now: number): string {
  const part = progress === undefined ? '' : ` ${Math.floor(progress * 100)}%`;
  return `${status}${part} for ${formatSpan(now - Date.parse(since))}`;
}
