import { REPORT_FORMAT } from '@waybill/core/internal';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { outputSchemas } from '../../packages/cli/src/generated/output-schemas.generated.ts';
import { sampleReport } from '../../packages/cli/src/testing/sample-report.ts';
import { SandboxSession, SHOP_PLAN } from '../../packages/cli/src/testing/sandbox-session.ts';
import { MIXED, simulateRun } from '../../packages/cli/src/testing/simulated-run.ts';
import { eventJson } from '../../packages/cli/src/views/documents/event-json.ts';
import { documentJsonChunks, MOST_PLAIN_UNITS } from '../../packages/node/src/documents/document-json.ts';
import { createAjv, library } from './validators.ts';

const ajv = createAjv();
for (const document of library.values()) ajv.addSchema(document);

type OutputName = 'preview' | 'events' | 'status' | 'report';

function schemaOf(name: OutputName): ValidateFunction {
  const validate = ajv.getSchema(`https://waybill.dev/schemas/output/${name}.schema.json`);
  if (validate === undefined) throw new Error(`there is no schema of ${name}`);
  return validate;
}

function expectValid(name: OutputName, text: string): void {
  const validate = schemaOf(name);
  for (const line of text.trimEnd().split('\n')) {
    const value: unknown = JSON.parse(line);
    validate(value);
    expect(validate.errors ?? []).toEqual([]);
  }
}

const REFUSAL = { kind: 'status', status: 400, code: 'InvalidSink', message: 'frozen', when: 'before' } as const;

describe('what the command line prints is what its schemas say', () => {
  it('from the first preview to the last decision', async () => {
    await using session = await SandboxSession.open();
    const print = async (command: string, more: readonly string[] = []) =>
      (await session.run(command, [...more, '--json'])).io.stdout.text;
    expectValid('preview', await print('plan'));
    expectValid('status', await print('status'));
    session.sandbox.control.setFaults([{ operation: 'CreateDataTasks', times: 1, fault: REFUSAL }]);
    expectValid('events', await print('apply'));
    expectValid('status', await print('status'));
    await session.run('skip', ['orders[*]', '--reason', 'not needed']);
    expectValid('events', await print('resume'));
    expectValid('status', await print('status'));
    session.writePlan(SHOP_PLAN.replace('number_of_shards: "2"', 'number_of_shards: "3"'));
    expectValid('status', await print('status'));
    expectValid('preview', await print('plan'));
  });

  it('for every kind of event that a run with failures, gates and lost answers has', async () => {
    let call = 0;
    const faults = ['busy', 'lost-after-effect', 'fatal'] as const;
    const { events } = await simulateRun(MIXED, { failing: ['indices[b]'], fault: () => faults[call++] ?? 'none' });
    expect(new Set(events.map(({ kind }) => kind)).size).toBeGreaterThan(10);
    expectValid('events', events.map((event) => JSON.stringify(eventJson(event))).join('\n'));
  });
});

it('a report is what its schema says, and nothing else is', async () => {
  const report = await sampleReport();
  expectValid('report', JSON.stringify(report));
  const [unit] = report.units;
  for (const other of [
    { ...report, format_version: '2.0' },
    { ...report, evidence: { ...report.evidence, sha256: 'unknown' } },
    { ...report, units: [{ ...unit, state: 'dreamt' }] },
    { ...report, preview: { ...report.preview, kind: 'report' } },
  ])
    expect(schemaOf('report')(other)).toBe(false);
});

it('a file of a large plan is what the same schemas say, and no mixture of both forms is', async () => {
  const report = await sampleReport();
  const [unit] = report.units;
  if (unit === undefined) throw new Error('the sample has units');
  const many = { ...report, units: Array.from({ length: MOST_PLAIN_UNITS + 1 }, () => unit) };
  const text = [...documentJsonChunks(many, { packsUnits: true })].join('');
  expectValid('report', text);
  const packed: { readonly units: object } = JSON.parse(text);
  expect(schemaOf('report')({ ...packed, format_version: REPORT_FORMAT })).toBe(false);
  expect(schemaOf('report')({ ...report, format_version: '2.0' })).toBe(false);
  expect(schemaOf('report')({ ...packed, units: { ...packed.units, rows: [[0]] } })).toBe(false);
});

it('every schema that is printed stands alone', () => {
  for (const schema of Object.values(outputSchemas)) expect(() => createAjv().compile(schema)).not.toThrow();
});

describe('the schemas refuse what is not such an output', () => {
  const started = { format_version: '1.0', kind: 'step.started', at: '2026-01-01T00:00:00.000Z', step: 's', unit: 'u' };

  it.each([
    ['an unknown kind', { ...started, attempt: 1, kind: 'step.dreamt' }],
    ['a field that is missing', started],
    ['a time in another form', { ...started, attempt: 1, at: 'yesterday' }],
    ['another major format', { ...started, attempt: 1, format_version: '2.0' }],
  ])('%s', (_what, value) => {
    expect(schemaOf('events')(value)).toBe(false);
  });
});
