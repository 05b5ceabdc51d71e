import { globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import type { Provider, StepBlueprint } from '@waybill/core';
import { beforeAll, describe, expect, it } from 'vitest';
import { STEP_MODULES } from '../../packages/core/src/provider/steps/step-modules.ts';
import { emitOutputSchemas } from '../../scripts/generate/emit-output.ts';
import { emitStepKindSchema } from '../../scripts/generate/emit-step-kinds.ts';
import { loadSchemas } from '../../scripts/generate/load-schemas.ts';
import { createAjv } from '../schemas/validators.ts';
import { type SettleBlueprint, settleModule } from './steps/settle-module.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const ROOM = 'packages/core/src/provider/steps';
const LIST = `${ROOM}/step-list.ts`;
const KINDS = Object.keys(STEP_MODULES);

const SOURCES: ReadonlyMap<string, string> = new Map(
  globSync('packages/*/{src,browser}/**/*.ts', { cwd: ROOT })
    .map((file) => file.split(sep).join('/'))
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]),
);

/** Files that import one of these folder's values, by a path. */
function importers(folder: string): readonly string[] {
  return [...SOURCES]
    .filter(([from]) => !from.startsWith(`${folder}/`))
    .filter(([from, text]) =>
      [...text.matchAll(/^(?:im|ex)port (?!type)[^;]*? from '(\.[^']+)'/gm)].some(([, path = '']) =>
        join(dirname(from), path).startsWith(`${folder}/`),
      ),
    )
    .map(([from]) => from);
}

describe('a kind of step', () => {
  it.each(KINDS)('%s is a folder, and one line of the one list', (kind) => {
    expect(readdirSync(join(ROOT, ROOM, kind))).toContain(`${kind}-module.ts`);
    expect(importers(`${ROOM}/${kind}`)).toEqual([LIST]);
    const lines = SOURCES.get(LIST)?.split('\n') ?? [];
    expect(lines.filter((line) => line.includes(`/${kind}/`))).toHaveLength(1);
  });

  it('is in no schema but the one that is made from the list', () => {
    const listing = new RegExp(`\\[\\s*(?:"(?:${KINDS.join('|')})",\\s*){2,}`);
    const schemas = globSync('schemas/**/*.json', { cwd: ROOT }).map((file) => file.split(sep).join('/'));
    expect(schemas.length).toBeGreaterThan(50);
    expect(schemas.filter((file) => listing.test(readFileSync(join(ROOT, file), 'utf8')))).toEqual([
      'schemas/step-kind.schema.json',
    ]);
  });
});

/** What the engine, the suite and the generator make of the list is loaded once the sixth kind is on it. */
describe('a sixth kind of step, by its own file and its entry in the list', () => {
  let core: typeof import('@waybill/core') & typeof import('@waybill/core/testing');
  let rules: typeof import('@waybill/core/contracts')['PROVIDER_RULES'];

  beforeAll(async () => {
    Object.assign(STEP_MODULES, { settle: settleModule });
    core = { ...(await import('@waybill/core')), ...(await import('@waybill/core/testing')) };
    rules = (await import('@waybill/core/contracts')).PROVIDER_RULES;
  });

  /** Moves as the fake vendor does, and settles instead of waiting. */
  function settling(fake: Provider, changes: Partial<SettleBlueprint> = {}): Provider {
    const move = fake.kinds['move'];
    if (move === undefined) throw new Error('the fake provider has it');
    return {
      ...fake,
      kinds: {
        move: {
          ...move,
          expand: (input) => {
            const blueprint = move.expand(input);
            return { ...blueprint, steps: blueprint.steps.map((step) => settled(step, changes)) };
          },
        },
      },
    };
  }

  function settled(step: StepBlueprint, changes: Partial<SettleBlueprint>): StepBlueprint {
    if (step.kind !== 'await') return step;
    const { goal: _goal, arguments: task, ...rest } = step;
    const settle: SettleBlueprint = { ...rest, kind: 'settle', task, ...changes };
    return settle as unknown as StepBlueprint;
  }

  async function faultsOf(promise: string, changes: Partial<SettleBlueprint>): Promise<readonly string[]> {
    const provider = settling(core.createFakeProvider(new core.FakeVendor(new core.VirtualClock())), changes);
    const under = { provider, config: {}, units: [{ kind: 'move', with: {} }] };
    const rule = rules.find((one) => one.promise.includes(promise));
    if (rule === undefined) throw new Error(`no promise has the words ${promise}`);
    return await rule.faultsOf(under);
  }

  it('is held to the contract of providers', async () => {
    for (const promise of [
      'the engine takes',
      'steps have names',
      'steps use',
      'calls and checks',
      'references lead',
      'waits are',
    ])
      expect([promise, await faultsOf(promise, {})]).toEqual([promise, []]);
    expect(await faultsOf('steps use', { poll: 'moons' })).toEqual([
      'move: await waits with the poll moons, which does not exist',
    ]);
    const task = { id: new core.Reference(['steps', 'create', 'outputs', 'moon']) };
    expect(await faultsOf('references lead', { task })).toHaveLength(1);
  });

  it('is refused where its blueprint has another shape', () => {
    const provider = settling(core.createFakeProvider(new core.FakeVendor(new core.VirtualClock())), {
      poll: 7 as never,
    });
    expect(() => core.buildPlanFixture([{ name: 'orders', target: 'move' }], core.createRegistry([provider]))).toThrow(
      /steps\[\d\]\.poll/,
    );
  });

  it('is run, previewed and reported, as the schemas say that are made then', async () => {
    const clock = new core.VirtualClock();
    const registry = core.createRegistry([settling(core.createFakeProvider(new core.FakeVendor(clock)))]);
    const fixture = core.buildPlanFixture([{ name: 'orders', target: 'move', keys: ['a', 'b'] }], registry, {
      digest: 'd'.repeat(64),
    });
    const { openMemoryStore, MemoryDisk } = await import('../../packages/core/src/journal/memory-store.ts');
    const store = openMemoryStore(new MemoryDisk('fixture', core.createSeededRandom(1)));
    const run = core.applyPlan({
      ...fixture,
      registry,
      store,
      transport: { send: () => Promise.reject(new Error('the fake vendor needs none')) },
      clock,
      random: core.createSeededRandom(2),
      env: {},
      readSecret: () => undefined,
      owner: { host: 'host', pid: 1, user: 'tester' },
    });
    await clock.runUntil(run);
    expect((await run).outcome).toBe('succeeded');
    const preview = core.buildPreview({ ...fixture, registry });
    const records = await (await import('../../packages/core/src/journal/export-journal.ts')).readRecords(store);
    const { buildReport } = await import('../../packages/core/src/report/build-report.ts');
    const report = buildReport({
      preview,
      isRebuilt: false,
      graph: fixture.graph,
      header: store.header,
      records,
      how: '',
    });
    expect(report.units.flatMap(({ steps }) => steps.map(({ kind, state }) => `${kind} ${state}`))).toContain(
      'settle succeeded',
    );
    const ajv = createAjv();
    const library = await loadSchemas(join(ROOT, 'schemas'));
    for (const [path, schema] of library) if (path.startsWith('output/')) ajv.addSchema(schema);
    ajv.addSchema(JSON.parse(await emitStepKindSchema()) as object);
    for (const [name, document] of Object.entries({ preview, report })) {
      const validate = ajv.getSchema(`https://waybill.dev/schemas/output/${name}.schema.json`);
      expect([name, validate?.(JSON.parse(JSON.stringify(document))), validate?.errors]).toEqual([name, true, null]);
    }
    expect(
      emitOutputSchemas(new Map([...library, ['step-kind.schema.json', JSON.parse(await emitStepKindSchema())]])),
    ).toMatch(/"settle"|'settle'/);
  });
});
