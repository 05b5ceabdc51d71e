import { expect, it } from 'vitest';
import type { RunEventBody } from '../events/event.ts';
import { Redactor } from '../redact/redactor.ts';
import type { RunGauges } from './gauges.ts';
import { redactEvent, redactGauges, redactResult } from './redact-event.ts';
import type { RunResult } from './run-result.ts';

/** A word that is in every field of every event. */
const SECRET = 'redis';
const redactor = new Redactor([SECRET]);
const said = `wrong password ${SECRET}`;
const at = { step: SECRET, unit: SECRET };

/** One of each kind, with every optional field; a new kind has to be added. `free` is written out a second time on purpose. */
const EVENTS: {
  readonly [Kind in RunEventBody['kind']]: {
    readonly event: Extract<RunEventBody, { readonly kind: Kind }>;
    readonly free: readonly string[];
  };
} = {
  'run.started': {
    event: {
      kind: 'run.started',
      run: SECRET,
      plan: SECRET,
      isResumed: true,
      unitCount: 1,
      stepCount: 2,
      finishedStepCount: 1,
    },
    free: [],
  },
  'run.stopping': { event: { kind: 'run.stopping', reason: said }, free: [] },
  'run.ended': { event: { kind: 'run.ended', run: SECRET, outcome: 'failed' }, free: [] },
  'step.started': { event: { kind: 'step.started', ...at, attempt: 1 }, free: [] },
  'step.retrying': {
    event: { kind: 'step.retrying', ...at, attempt: 1, delayMs: 5, reason: said },
    free: ['reason'],
  },
  'step.waiting': {
    event: { kind: 'step.waiting', ...at, status: said, progress: 0.5, warning: said },
    free: ['status', 'warning'],
  },
  'step.progressed': { event: { kind: 'step.progressed', step: 's', unit: 'u', done: 1, total: 2 }, free: [] },
  'step.succeeded': { event: { kind: 'step.succeeded', ...at, detail: said }, free: ['detail'] },
  'step.failed': {
    event: { kind: 'step.failed', ...at, code: SECRET, message: said, hint: said },
    free: ['message', 'hint'],
  },
  'step.unknown': {
    event: { kind: 'step.unknown', ...at, code: SECRET, message: said, needsPerson: true },
    free: ['message'],
  },
  'step.resolved': {
    event: { kind: 'step.resolved', ...at, resolution: 'happened', evidence: said },
    free: ['evidence'],
  },
  'gate.waiting': { event: { kind: 'gate.waiting', ...at, instruction: said }, free: [] },
  'gate.approved': { event: { kind: 'gate.approved', ...at, by: SECRET }, free: [] },
  'unit.succeeded': { event: { kind: 'unit.succeeded', unit: SECRET }, free: [] },
  'unit.failed': { event: { kind: 'unit.failed', unit: SECRET }, free: [] },
  'unit.skipped': { event: { kind: 'unit.skipped', unit: SECRET, because: SECRET }, free: [] },
  'provider.throttled': { event: { kind: 'provider.throttled', provider: SECRET, holdMs: 1 }, free: [] },
  'provider.unreachable': {
    event: { kind: 'provider.unreachable', provider: SECRET, code: SECRET, message: said, hint: said },
    free: ['message', 'hint'],
  },
  'provider.reachable': { event: { kind: 'provider.reachable', provider: SECRET, downMs: 1 }, free: [] },
  'provider.suspended': {
    event: { kind: 'provider.suspended', provider: SECRET, code: SECRET, message: said, hint: said },
    free: ['message', 'hint'],
  },
  'poll.failed': {
    event: { kind: 'poll.failed', provider: SECRET, scope: SECRET, message: said },
    free: ['message'],
  },
};

it.each(Object.values(EVENTS))('cleans of $event.kind its free text alone', ({ event, free }) => {
  const expected = Object.entries(event).map(([key, value]) => [
    key,
    free.includes(key) ? 'wrong password [redacted]' : value,
  ]);
  expect(Object.entries(redactEvent(event, redactor))).toEqual(expected);
});

it('cleans why accounts are out of reach and steps sleep, and nothing else of the gauges', () => {
  const account = { scope: SECRET, providers: [SECRET], unreachable: { reason: said, sinceMs: 1 } };
  const gauges = {
    accounts: [account, { scope: SECRET, providers: [SECRET] }],
    sleeping: [{ reason: said, untilMs: 5 }],
    held: [{ policy: 'window', detail: said, steps: 2 }],
    selection: SECRET,
  } as unknown as RunGauges;
  expect(redactGauges(gauges, redactor)).toEqual({
    accounts: [{ ...account, unreachable: { reason: 'wrong password [redacted]', sinceMs: 1 } }, gauges.accounts[1]],
    sleeping: [{ reason: 'wrong password [redacted]', untilMs: 5 }],
    held: [{ policy: 'window', detail: 'wrong password [redacted]', steps: 2 }],
    selection: SECRET,
  });
});

it('cleans of a result what observers threw and why providers were suspended', () => {
  const suspension = { provider: SECRET, code: SECRET, message: said, hint: said };
  const result = {
    run: SECRET,
    outcome: 'failed',
    units: [],
    suspended: [suspension],
    observerFault: { message: said, count: 2 },
  } as unknown as RunResult;
  const clean = 'wrong password [redacted]';
  expect(redactResult(result, redactor)).toEqual({
    ...result,
    suspended: [{ ...suspension, message: clean, hint: clean }],
    observerFault: { message: clean, count: 2 },
  });
});
