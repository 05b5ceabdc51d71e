import {
  type AppliedUnit,
  type Blueprint,
  type ComparedPair,
  type Comparison,
  displayValue,
  Interpolation,
  JsonText,
  Reference,
  type StepBlueprint,
  type ValueObject,
} from '@waybill/core';
import { describe, expect, test } from 'vitest';
import { alicloudElasticsearch } from '../alicloud-elasticsearch.ts';
import { indexMigration } from './index-migration.ts';

const INSTANCE = 'es-cn-n6w1o1x0w001c';
const PASSWORD = new Reference(['secrets', 'es_sink']);
const MAPPING = { _doc: { properties: { user: { type: 'keyword' } } } };
const GIVEN = {
  InstanceId: INSTANCE,
  sourceCluster: {
    endpoint: 'http://10.0.0.1:9200',
    username: 'elastic',
    password: new Reference(['secrets', 'es_source']),
    index: 'old',
    type: 'products',
  },
  sinkCluster: {
    username: 'elastic',
    password: PASSWORD,
    index: 'new',
    type: '_doc',
    settings: { index: { number_of_shards: '1' } },
    mapping: MAPPING,
  },
} satisfies ValueObject;

describe('the steps', () => {
  test('in order', () => {
    expect(names(expand())).toEqual([
      'check-instance',
      'check-source',
      'check-sink',
      'create',
      'find',
      'await',
      'check-present',
    ]);
    expect(names(expand(GIVEN, { cleanup: 'keep' }))).toEqual(names(expand()));
    expect(names(expand(GIVEN, { cleanup: 'delete' }))).toEqual([...names(expand()), 'delete', 'await-deleted']);
  });

  test('name operations, checks and polls that the provider has', () => {
    const { operations, checks, polls } = alicloudElasticsearch;
    for (const step of expand(GIVEN, { cleanup: 'delete' }).steps) {
      if (step.kind === 'call' || step.kind === 'check') expect(operations).toHaveProperty(step.operation);
      if (step.kind === 'check') expect(checks).toHaveProperty(step.check);
      if (step.kind === 'await') expect(polls).toHaveProperty(step.poll);
    }
  });

  test('as a whole', () => {
    const access = {
      dataSourceType: 'elasticsearch',
      instanceId: INSTANCE,
      username: 'elastic',
      password: reference('secrets.es_sink'),
    };
    const source = {
      dataSourceType: 'elasticsearch',
      endpoint: 'http://10.0.0.1:9200',
      username: 'elastic',
      password: reference('secrets.es_source'),
      index: 'old',
    };
    const task = { InstanceId: INSTANCE, taskId: reference('steps.find.outputs.task_id') };
    expect(argumentsByStep(expand(GIVEN, { cleanup: 'delete' }))).toEqual({
      'check-instance': { InstanceId: INSTANCE },
      'check-source': source,
      'check-sink': access,
      create: {
        InstanceId: INSTANCE,
        sourceCluster: { ...source, type: 'products' },
        sinkCluster: {
          dataSourceType: 'elasticsearch',
          username: 'elastic',
          password: reference('secrets.es_sink'),
          index: 'new',
          type: '_doc',
          settings: '{"index":{"number_of_shards":"1"}}',
          mapping: JSON.stringify(MAPPING),
        },
      },
      find: {
        InstanceId: INSTANCE,
        sourceIndex: 'old',
        sourceType: 'products',
        sinkIndex: 'new',
        sinkType: '_doc',
        existing_ids: reference('steps.create.existing'),
      },
      await: task,
      'check-present': { ...access, index: 'new' },
      delete: task,
      'await-deleted': task,
    });
  });

  test('say what a check should find apart from what they send', () => {
    const checks = expand(GIVEN).steps.filter((step) => step.kind === 'check');
    expect(Object.fromEntries(checks.map((step) => [step.name, step.expect]))).toEqual({
      'check-instance': undefined,
      'check-source': { type: 'products' },
      'check-sink': {
        index: 'new',
        copy: {
          sourceCluster: { endpoint: 'http://10.0.0.1:9200', index: 'old', type: 'products' },
          sinkCluster: { index: 'new', type: '_doc' },
        },
        tokens: new Reference(['unit', 'tokens']),
      },
      'check-present': { type: '_doc' },
    });
  });

  test('keep what the plan says over what is assumed', () => {
    const { sinkCluster, ...rest } = GIVEN;
    const given = {
      ...rest,
      sinkCluster: { ...sinkCluster, dataSourceType: 'other', routing: '_id' },
      migrateConfig: { sourceFilterParams: 'index=1' },
    };
    expect(argumentsByStep(expand(given))['create']).toMatchObject({
      sinkCluster: { dataSourceType: 'other', routing: '_id' },
      migrateConfig: { sourceFilterParams: 'index=1' },
    });
  });
});

describe('verify', () => {
  const VERIFY = { verify: { level: 'digest', connect: { source: 'old', target: 'sink' } } };
  const asked: ComparedPair[] = [];
  const step = (name: string): StepBlueprint => ({
    kind: 'check',
    name,
    title: name,
    connection: 'sink',
    operation: 'Any',
    arguments: {},
    check: 'any',
  });
  const comparison: Comparison = {
    problems: () => [],
    before: (pair) => {
      asked.push(pair);
      return [step('reach-source'), step('reach-copy')];
    },
    after: () => [step('compare')],
    again: (_pair, level = 'digest') => ({
      kind: 'steps',
      level,
      blueprint: { steps: [step('compare')], outputs: {} },
      impact: { downtime: '', wayBack: '' },
    }),
    freshness: () => ({ steps: [step('unwritten')], outputs: {} }),
    unseen: () => 'Later writes are not seen.',
  };
  const inputWith = (options: ValueObject, outputs: Readonly<Record<string, object>> = {}) =>
    ({
      address: 'orders',
      with: GIVEN,
      options,
      comparisonOf: (alias: string) => (alias === 'sink' ? comparison : undefined),
      outputsOf: (name: string) => outputs[name],
    }) as unknown as AppliedUnit;

  test('asks both sides before the task is made, and compares them before its record is deleted', () => {
    const options = { ...VERIFY, cleanup: 'delete' };
    expect(names(indexMigration.expand(inputWith(options)))).toEqual([
      'check-instance',
      'check-source',
      'check-sink',
      'reach-source',
      'reach-copy',
      'create',
      'find',
      'await',
      'check-present',
      'compare',
      'delete',
      'await-deleted',
    ]);
    expect(asked.at(-1)).toMatchObject({
      source: { connection: 'old', data: { index: 'old' }, namedAt: 'verify.connect.source' },
      copy: { connection: 'sink', data: { index: 'new' }, namedAt: 'verify.connect.target' },
      intended: { settings: GIVEN.sinkCluster.settings, mappings: MAPPING },
    });
    expect(indexMigration.impact?.(inputWith(VERIFY)).risk).toMatch(/in the sink\. Later writes are not seen\.$/);
  });

  test('leaves every other step as it is without it, under the name that it had', () => {
    const present = expand().steps.find(({ name }) => name === 'check-present');
    expect(present).toMatchObject({ formerly: ['verify'], operation: 'GetClusterDataInformation' });
  });

  test('is refused where the provider of the connections does not compare', () => {
    const other = { verify: { level: 'digest', connect: { source: 'old', target: 'elsewhere' } } };
    expect(indexMigration.expand(inputWith(other)).problems).toMatchObject([
      { severity: 'error', path: ['verify', 'connect'] },
    ]);
  });

  test('compares again once the copy has ended, and tells a stale comparison', () => {
    const again = (options: ValueObject, outputs = {}) =>
      indexMigration.verification?.(inputWith(options, outputs), 'counts');
    expect(again({}, { await: {} })).toMatchObject({ kind: 'none', why: expect.stringContaining('verify.connect') });
    expect(again(VERIFY)).toMatchObject({ kind: 'none', why: 'Its copy has not ended yet.' });
    expect(again(VERIFY, { await: {} })).toMatchObject({ kind: 'steps', level: 'counts' });
    expect(indexMigration.freshness?.(inputWith(VERIFY), {}).steps).toHaveLength(1);
    expect(indexMigration.freshness?.(inputWith({}), {}).steps).toEqual([]);
  });
});

test('outputs and the span in which a task runs', () => {
  const { outputs, activity } = expand();
  expect(displayValue(outputs)).toEqual({ task_id: reference('steps.find.outputs.task_id'), index: 'new' });
  expect(Object.keys(outputs)).toEqual(indexMigration.outputs);
  expect(activity).toEqual({ opens: 'create', closes: 'await', target: INSTANCE });
});

describe('settings and mapping', () => {
  test('given as text stay as they are', () => {
    const settings = '{"index": {}}';
    expect(sinkOf(withSink({ settings }))['settings']).toBe(settings);
  });

  test('with references inside become JSON text at run time', () => {
    const settings = { index: { number_of_shards: new Reference(['secrets', 'shards']) } };
    expect(sinkOf(withSink({ settings }))['settings']).toEqual(new JsonText(settings));
  });

  test('that are known at run time only are not judged', () => {
    const reference = new Reference(['secrets', 'mapping']);
    expect(expand(withSink({ mapping: reference })).problems).toBeUndefined();
    const interpolation = new Interpolation(['{"', reference, '":{}}']);
    expect(expand(withSink({ mapping: interpolation })).problems).toBeUndefined();
    expect(expand(withSink({ type: reference })).problems).toBeUndefined();
  });
});

describe('problems', () => {
  test('none with a mapping that has the type', () => {
    expect(expand().problems).toBeUndefined();
    expect(expand(withSink({ mapping: JSON.stringify(MAPPING) })).problems).toBeUndefined();
    const withReference = { _doc: { properties: { a: { type: PASSWORD } } } };
    expect(expand(withSink({ mapping: withReference })).problems).toBeUndefined();
  });

  test.each([
    ['an object', { products: {} }, 'its keys are products'],
    ['text', '{"products":{},"other":{}}', 'its keys are products, other'],
    ['an object with a reference', { products: PASSWORD }, 'its keys are products'],
    ['empty', {}, 'it is empty'],
  ])('the type is no key of the mapping: %s', (_name, mapping, detail) => {
    expect(expand(withSink({ mapping })).problems).toEqual([
      expect.objectContaining({
        severity: 'error',
        path: ['with', 'sinkCluster', 'mapping'],
        detail: expect.stringContaining(detail) as unknown,
      }),
    ]);
  });

  test.each([
    ['mapping', '{'],
    ['mapping', '[]'],
    ['settings', 'null'],
    ['settings', ''],
  ])('%s is not JSON: %s', (name, text) => {
    expect(expand(withSink({ [name]: text })).problems).toEqual([
      expect.objectContaining({ severity: 'error', path: ['with', 'sinkCluster', name] }),
    ]);
  });
});

describe('low-level operations', () => {
  const { operations } = alicloudElasticsearch;

  test('a created task is waited for by its indices, and counts against its sink', () => {
    const completion = operations['CreateDataTasks']?.completion?.(GIVEN);
    expect(completion).toMatchObject({ poll: 'data-tasks', goal: 'succeeded' });
    expect(displayValue(completion?.arguments ?? null)).toEqual({
      InstanceId: INSTANCE,
      sourceIndex: 'old',
      sourceType: 'products',
      sinkIndex: 'new',
      sinkType: '_doc',
      existing_ids: reference('steps.call.existing'),
    });
    expect(operations['CreateDataTasks']?.activeTarget?.(GIVEN)).toBe(INSTANCE);
  });

  test('a deleted task is waited for until it is gone', () => {
    const completion = operations['DeleteDataTask']?.completion?.({ InstanceId: INSTANCE, taskId: 't-1' });
    expect(completion).toEqual({
      poll: 'data-tasks',
      goal: 'absent',
      arguments: { InstanceId: INSTANCE, taskId: 't-1' },
    });
  });

  test('effects can be sent again with their token, reads have no effect', () => {
    const policies = Object.values(operations).map(({ name, recovery }) => [name, recovery]);
    const token = { policy: 'token', argument: 'ClientToken' };
    expect(Object.fromEntries(policies)).toEqual({
      CreateDataTasks: token,
      ListDataTasks: undefined,
      DeleteDataTask: token,
      GetClusterDataInformation: undefined,
      DescribeInstance: undefined,
    });
  });

  test('nothing of a create’s answer is kept: it echoes passwords', () => {
    expect(operations['CreateDataTasks']?.outputs).toEqual({});
  });
});

function expand(given: ValueObject = GIVEN, options: ValueObject = {}): Blueprint {
  return indexMigration.expand({ address: 'orders', with: given, options });
}

function withSink(change: ValueObject): ValueObject {
  return { ...GIVEN, sinkCluster: { ...GIVEN.sinkCluster, ...change } };
}

function sinkOf(given: ValueObject): ValueObject {
  const create = expand(given).steps.find((step) => step.name === 'create');
  return create?.kind === 'call' ? (create.arguments['sinkCluster'] as ValueObject) : expect.unreachable('no create');
}

function names(blueprint: Blueprint): readonly string[] {
  return blueprint.steps.map((step) => step.name);
}

function argumentsByStep(blueprint: Blueprint): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    blueprint.steps.map((step) => [step.name, 'arguments' in step ? displayValue(step.arguments) : undefined]),
  );
}

function reference(path: string): string {
  return new Reference(path.split('.')).toString();
}
