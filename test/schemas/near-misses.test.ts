import type { ErrorObject } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { backupImportNearHits, backupImportNearMisses } from './near-misses/backup-import-near-misses.ts';
import { dataTaskNearHits, dataTaskNearMisses } from './near-misses/data-task-near-misses.ts';
import { dcsOperationNearHits, dcsOperationNearMisses } from './near-misses/dcs-operation-near-misses.ts';
import { elasticsearchNearHits, elasticsearchNearMisses } from './near-misses/elasticsearch-near-misses.ts';
import type { NearHit, NearMiss } from './near-misses/near-miss.ts';
import { onlineMigrationNearHits, onlineMigrationNearMisses } from './near-misses/online-migration-near-misses.ts';
import { optionsNearHits, optionsNearMisses } from './near-misses/options-near-misses.ts';
import { planNearHits, planNearMisses } from './near-misses/plan-near-misses.ts';
import { providerNearHits, providerNearMisses } from './near-misses/provider-near-misses.ts';
import { redisNearHits, redisNearMisses } from './near-misses/redis-near-misses.ts';
import { argumentSchemas, editorViolations, sourceViolations, violations } from './validators.ts';

const nearHits: readonly NearHit[] = [
  ...dataTaskNearHits,
  ...onlineMigrationNearHits,
  ...optionsNearHits,
  ...backupImportNearHits,
  ...dcsOperationNearHits,
  ...elasticsearchNearHits,
  ...planNearHits,
  ...providerNearHits,
  ...redisNearHits,
];

const nearMisses: readonly NearMiss[] = [
  ...dataTaskNearMisses,
  ...onlineMigrationNearMisses,
  ...optionsNearMisses,
  ...backupImportNearMisses,
  ...dcsOperationNearMisses,
  ...elasticsearchNearMisses,
  ...planNearMisses,
  ...providerNearMisses,
  ...redisNearMisses,
];

describe('near misses', () => {
  it.each(nearHits)('$schema accepts what they start from: $value', ({ schema, value }) => {
    expect(refusals(violations(argumentSchemas.get(schema), value))).toEqual([]);
  });

  it.each(nearMisses)('$schema refuses $name', ({ schema, value, refused, hint }) => {
    const errors = violations(argumentSchemas.get(schema), value);
    expect(refusals(errors)).toEqual(refused.toSorted());
    if (hint !== undefined) expect(errors[0]?.parentSchema?.['x-hint']).toMatch(hint);
  });

  it.each([...nearHits, ...nearMisses])('the document of $schema says the same of $value', ({ schema, value }) => {
    expect(refusals(sourceViolations(schema, value))).toEqual(refusals(violations(argumentSchemas.get(schema), value)));
  });

  it('explain every rule that its keyword does not explain', () => {
    const mute = nearMisses.filter(({ schema, value }) =>
      violations(argumentSchemas.get(schema), value).some(
        ({ keyword, parentSchema }) => ['pattern', 'not'].includes(keyword) && parentSchema?.['x-hint'] === undefined,
      ),
    );
    expect(mute.map(({ name }) => name)).toEqual([]);
  });
});

describe('plans in an editor', () => {
  const planOf = (provider: object): object => ({
    version: 1,
    name: 'shop',
    providers: { search: provider },
    migrations: { orders: { uses: 'search.index-migration', with: {} } },
  });

  it('plan.editor.json checks a provider by its type', () => {
    const errors = editorViolations(planOf({ type: 'huaweicloud-dcs', signing: 'v4' }));
    const ofProvider = refusals(errors).filter((refusal) => refusal.startsWith('#/providers/search'));
    expect(ofProvider).toEqual([
      '#/providers/search required',
      '#/providers/search/signing anyOf',
      '#/providers/search/signing enum',
      '#/providers/search/signing pattern',
    ]);
  });

  it('plan.schema.json leaves providers that it does not know alone, as the engine does', () => {
    const plan = planOf({ type: 'elasticsearch', hosts: ['https://es.example.com'] });
    expect(sourceViolations('plan', plan)).toEqual([]);
    expect(violations(argumentSchemas.get('plan'), plan)).toEqual([]);
  });
});

/** Where and by which keyword, in the notation of the tables. */
function refusals(errors: readonly ErrorObject[]): readonly string[] {
  return errors.map(({ instancePath, keyword }) => `#${instancePath} ${keyword}`).sort();
}
