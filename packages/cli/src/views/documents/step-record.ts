import { defined, type JsonObject, type Step, type StepFailure, type StepState } from '@waybill/core';
import { describeStep, fingerprintStep, nonEmpty } from '@waybill/core/internal';
import { JSON_FORMAT } from '../../json-format.ts';
import { formatTime } from '../text/format-time.ts';
import type { Style } from '../text/style.ts';
import { padEnd, visibleText } from '../text/visible-text.ts';

/** What a state knows of one step. */
export interface StepRecordJson {
  readonly format_version: string;
  readonly kind: 'step';
  readonly step: string;
  /** As a run would find it; `orphaned` when the plan no longer has the step. */
  readonly status: string;
  readonly step_kind?: string;
  readonly title?: string;
  readonly operation?: string;
  readonly attempt?: number;
  readonly recorded_at?: string;
  readonly intended_at?: string;
  readonly fingerprint?: string;
  /** The plan's step means something else now. */
  readonly is_changed?: boolean;
  /** An operator accepted that it stays as it was done. */
  readonly is_accepted?: boolean;
  readonly token?: string;
  readonly existing_ids?: readonly string[];
  /** What there was before the call, where a wait must tell old from new. */
  readonly before?: JsonObject;
  /** Of own work: how many of its slices are recorded. */
  readonly slices?: { readonly done: number; readonly total: number };
  readonly outputs?: JsonObject;
  readonly failure?: {
    readonly code: string;
    readonly message: string;
    readonly hint?: string;
    readonly request_id?: string;
  };
}

export interface StepRecordSource {
  readonly address: string;
  readonly step: Step | undefined;
  readonly state: StepState | undefined;
  readonly status: string;
}

export function describeStepRecord({ address, step, state, status }: StepRecordSource): StepRecordJson {
  return {
    format_version: JSON_FORMAT,
    kind: 'step',
    step: address,
    status,
    ...defined({
      step_kind: step?.kind,
      title: step?.title,
      operation: step && describeStep(step).operation,
    }),
    ...describeState(state, step),
  };
}

function describeState(state: StepState | undefined, step: Step | undefined): Partial<StepRecordJson> {
  if (state === undefined) return {};
  const {
    attempt,
    at,
    intendedAtMs,
    fingerprint,
    acceptedFingerprint,
    token,
    existingIds,
    before,
    outputs,
    failure,
    job,
  } = state;
  const now = step === undefined ? undefined : fingerprintStep(step);
  return {
    ...defined({ attempt: attempt === 0 ? undefined : attempt }),
    recorded_at: new Date(at).toISOString(),
    ...defined({
      intended_at: intendedAtMs === 0 ? undefined : new Date(intendedAtMs).toISOString(),
      fingerprint: fingerprint === '' ? undefined : fingerprint,
      is_changed: now === undefined || fingerprint === '' || fingerprint === now ? undefined : true,
      is_accepted: now !== undefined && acceptedFingerprint?.split('@')[0] === now ? true : undefined,
      token,
      existing_ids: nonEmpty(existingIds),
      before,
      slices: job && { done: job.doneCount, total: job.sliceCount },
      outputs: nonEmpty(outputs),
      failure: failure && describeFailure(failure),
    }),
  };
}

function describeFailure({ code, message, hint, requestId }: StepFailure): NonNullable<StepRecordJson['failure']> {
  return {
    code,
    message,
    ...defined({ hint, request_id: requestId }),
  };
}

/** `succeeded  orders[a].create  attempt 1  2026-11-21 10:37:11Z`. */
export function renderStepLine(record: StepRecordJson, style: Style): string {
  const { step, status, attempt, recorded_at: at, failure } = record;
  const facts = [
    ...(attempt === undefined || attempt < 2 ? [] : [`attempt ${attempt}`]),
    ...(at === undefined ? [] : [formatTime(Date.parse(at))]),
    ...(failure === undefined ? [] : [visibleText(failure.code)]),
  ];
  const look = status === 'failed' || status === 'unknown' ? 'red' : 'green';
  const word = padEnd(status, 9);
  const colored = status === 'succeeded' || look === 'red' ? style.paint(look, word) : word;
  return [colored, visibleText(step), ...facts].join('  ');
}

/** Every field on a line of its own. */
export function renderStepRecord(record: StepRecordJson, style: Style): readonly string[] {
  const { format_version: _version, kind: _kind, step, failure, outputs, ...fields } = record;
  const rows: readonly (readonly [string, unknown])[] = [
    ...Object.entries(fields),
    ...Object.entries(outputs ?? {}).map(([name, value]) => [`output ${name}`, value] as const),
    ...Object.entries(failure ?? {}).map(([name, value]) => [`failure ${name}`, value] as const),
  ];
  return [
    style.paint('bold', visibleText(step)),
    ...rows.map(([name, value]) => `  ${padEnd(name.replaceAll('_', ' '), 18)}  ${shown(value)}`),
  ];
}

function shown(value: unknown): string {
  return visibleText(typeof value === 'string' ? value : JSON.stringify(value));
}
