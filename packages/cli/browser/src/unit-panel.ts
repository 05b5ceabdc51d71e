import type { PreviewStep, PreviewUnit, ReportStep, ReportUnit } from '@waybill/core';
import type { ReportAttempt } from '@waybill/core/internal';
import { describePlace } from '../../src/views/folds/describe-place.ts';
import { formatSpan } from '../../src/views/text/format-time.ts';
import { badge, basis, block, type Child, element } from './element.ts';

export interface ShownUnit {
  readonly address: string;
  readonly planned: PreviewUnit | undefined;
  readonly actual: ReportUnit | undefined;
}

/** Everything about one unit: where it stands, what was found, and every step with its exact request. */
export function unitContent({ address, planned, actual }: ShownUnit): readonly HTMLElement[] {
  const state = actual?.state ?? planned?.state ?? '';
  const steps = planned?.steps ?? [];
  const actualSteps = new Map((actual?.steps ?? []).map((step) => [step.address, step]));
  const known = new Set(steps.map((step) => step.address));
  const isOnSeveral = new Set(steps.map((step) => step.provider)).size > 1;
  const others = (actual?.steps ?? []).filter((step) => !known.has(step.address));
  return [
    element(
      'p',
      { class: 'panel-state' },
      badge(state),
      ' ',
      actual === undefined ? basis('computed') : basis('checked'),
    ),
    facts(planned, actual),
    element('div', { class: 'panel-tools' }, element('h3', {}, 'Steps'), unfoldButton()),
    element(
      'ol',
      { class: 'steps' },
      ...steps.map((step) => {
        const place = isOnSeveral ? `on ${step.provider}` : '';
        return stepItem({ unit: address, place, planned: step, actual: actualSteps.get(step.address) });
      }),
      ...others.map((step) => stepItem({ unit: address, place: '', planned: undefined, actual: step })),
    ),
  ];
}

function unfoldButton(): HTMLElement {
  const button = element('button', { type: 'button' }, 'Show all details');
  button.addEventListener('click', () => {
    for (const step of button.closest('.panel-content')?.querySelectorAll('details') ?? []) step.open = true;
  });
  return button;
}

function facts(planned: PreviewUnit | undefined, actual: ReportUnit | undefined): HTMLElement {
  const simulated = planned?.simulated;
  const rows: readonly (readonly [string, Child[]] | undefined)[] = [
    ['Migration', [planned?.migration ?? actual?.migration ?? '']],
    planned?.from === undefined ? undefined : ['From', [describePlace(planned.from)]],
    planned?.to === undefined ? undefined : ['To', [describePlace(planned.to)]],
    planned === undefined ? undefined : ['Level', [String(planned.level + 1)]],
    planned === undefined || planned.needs.length === 0 ? undefined : ['After', [planned.needs.join(', ')]],
    simulated === undefined
      ? undefined
      : ['Simulated', [`${formatSpan(simulated.starts_ms)} to ${formatSpan(simulated.ends_ms)} `, basis('computed')]],
    actual?.actual === undefined ? undefined : ['Actual', [actualText(actual.actual), ' ', basis('checked')]],
  ];
  const list = element('dl', { class: 'meta' });
  for (const row of rows) {
    if (row === undefined) continue;
    list.append(element('div', {}, element('dt', {}, row[0]), element('dd', {}, ...row[1])));
  }
  return list;
}

function actualText({ starts_at: from, ends_at: to }: NonNullable<ReportUnit['actual']>): string {
  if (to === null) return `since ${time(from)}, not ended`;
  return `${time(from)} to ${time(to)}, ${formatSpan(Date.parse(to) - Date.parse(from))}`;
}

function time(at: string): string {
  return `${at.slice(0, 19).replace('T', ' ')}Z`;
}

interface ShownStep {
  readonly unit: string;
  /** The connection that it is on, where its unit uses several. */
  readonly place: string;
  readonly planned: PreviewStep | undefined;
  readonly actual: ReportStep | undefined;
}

function stepItem({ unit, place, planned, actual }: ShownStep): HTMLElement {
  const step = actual ?? planned;
  if (step === undefined) return element('li');
  const isTelling = actual?.state === 'failed' || actual?.state === 'unknown' || isSerious(planned);
  const facts = [step.title, step.kind, step.operation ?? '', place].filter((text) => text !== '');
  const summary = element(
    'summary',
    {},
    element('span', { class: 'step-name' }, step.name),
    element(
      'span',
      { class: 'step-badges' },
      actual === undefined && planned?.finding !== undefined && badge(planned.finding.verdict),
      isWorthTelling(step.state) && badge(step.state),
    ),
    element('span', { class: 'step-facts' }, facts.join(' · ')),
  );
  const details = element('details', { class: 'step' }, summary, ...stepDetails(unit, planned, actual));
  details.open = isTelling;
  return element('li', {}, details);
}

function isSerious(step: PreviewStep | undefined): boolean {
  return step?.finding?.verdict === 'blocking' || step?.finding?.verdict === 'warning';
}

/** Before a run every step is ready or blocked by the one before it. */
function isWorthTelling(state: string): boolean {
  return state !== 'ready' && state !== 'blocked';
}

function stepDetails(unit: string, planned: PreviewStep | undefined, actual: ReportStep | undefined): readonly Child[] {
  const needs = (planned?.needs ?? []).map((need) =>
    need.startsWith(`${unit}.`) ? need.slice(unit.length + 1) : need,
  );
  return [
    ...(planned?.finding === undefined ? [] : finding(planned.finding)),
    ...(actual === undefined ? [] : attempts(actual)),
    planned?.instruction !== undefined && line('Before approving', planned.instruction),
    planned?.goal !== undefined && line('Waits for', planned.goal),
    needs.length > 0 && line('After', needs.join(', ')),
    planned?.always === true && line('Runs', 'even after a failure of its unit'),
    ...(planned?.request === undefined ? [] : request(planned.request)),
    planned?.fingerprint !== undefined && line('Fingerprint', planned.fingerprint),
  ];
}

function line(name: string, text: string): HTMLElement {
  return element('p', { class: 'fact' }, element('span', {}, name), ' ', text);
}

function finding({ verdict, detail, hint }: NonNullable<PreviewStep['finding']>): readonly Child[] {
  const known = verdict === 'unasked' ? 'assumed' : 'checked';
  return [
    element('p', { class: 'found', 'data-verdict': verdict }, detail, ' ', basis(known)),
    hint !== undefined && element('p', { class: 'hint' }, hint),
  ];
}

function request({
  method,
  endpoint,
  path,
  query,
  body,
  lines = [],
}: NonNullable<PreviewStep['request']>): readonly Child[] {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${value}`);
  const target = `${method} ${endpoint}${path}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`;
  const sent = [
    ...(body === undefined ? [] : [JSON.stringify(body, null, 2)]),
    ...lines.map((each) => JSON.stringify(each)),
  ];
  const text = sent.length === 0 ? target : `${target}\n\n${sent.join('\n')}`;
  return [
    element(
      'p',
      { class: 'fact' },
      element('span', {}, 'Request'),
      ' without signature, secrets as references ',
      basis('computed'),
    ),
    block(text),
  ];
}

function attempts({ attempts: all, outputs, approved }: ReportStep): readonly Child[] {
  return [
    all.length > 0 && element('ul', { class: 'attempts' }, ...all.map(attemptItem)),
    approved !== undefined && line('Approved', `by ${approved.by}, ${time(approved.at)}`),
    ...(outputs === undefined ? [] : [line('Captured', ''), block(JSON.stringify(outputs, null, 2))]),
  ];
}

function attemptItem(attempt: ReportAttempt): HTMLElement {
  const { started_at: from, ended_at: to, settled } = attempt;
  const when = from === undefined ? to : from;
  const took = from === undefined || to === undefined ? '' : `, ${formatSpan(Date.parse(to) - Date.parse(from))}`;
  const ids = [
    attempt.run,
    ...(when === undefined ? [] : [`${time(when)}${took}`]),
    ...(attempt.request_id === undefined ? [] : [`request ${attempt.request_id}`]),
    ...(attempt.token === undefined ? [] : [`token ${attempt.token}`]),
    ...(attempt.is_superseded === true ? ['started over since'] : []),
  ];
  const failure = attempt.message === undefined ? undefined : `${attempt.code ?? ''}: ${attempt.message}`;
  return element(
    'li',
    {},
    element(
      'p',
      {},
      `Attempt ${attempt.attempt} `,
      badge(attempt.outcome),
      ' ',
      element('span', { class: 'ids' }, ids.join(' · ')),
    ),
    failure !== undefined &&
      element('p', { class: 'found', 'data-verdict': attempt.outcome === 'failed' ? 'blocking' : 'warning' }, failure),
    attempt.hint !== undefined && element('p', { class: 'hint' }, attempt.hint),
    settled !== undefined &&
      line(
        'Settled',
        `${settled.resolution.replaceAll('-', ' ')}, by ${settled.by}: ${settled.evidence} (${time(settled.at)})`,
      ),
  );
}
