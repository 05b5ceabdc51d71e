import { describe, expect, test } from 'vitest';
import { fixtureRegistry } from '../../testing/internal/fixture-provider.ts';
import { loadPlan } from './load-plan.ts';

function find(source: string): readonly string[] {
  const text = `version: 1
name: shop
secrets: { redis: ${source} }
providers: { search: { type: alicloud-elasticsearch } }
migrations:
  tasks: { uses: search.ListDataTasks, with: { InstanceId: es-1 } }
`;
  const { diagnostics } = loadPlan(text, { file: 'plan.yaml', registry: fixtureRegistry });
  return diagnostics
    .filter(({ code }) => code === 'PLAN_SECRET_KEY')
    .map(({ severity, summary, hint = '' }) => `${severity}: ${summary.split('`')[1]}: ${hint.slice(0, 23)}`);
}

describe('a place for a key', () => {
  test.each([
    ['{ file: "secrets/{kye}" }', '{kye}', 'did you mean `{key}`?'],
    ['{ file: "secrets/{KEY}/{key}" }', '{KEY}', 'did you mean `{key}`?'],
    ['{ file: "secrets/{ key }" }', '{ key }', 'did you mean `{key}`?'],
    ['{ file: "secrets/${key}" }', '${key}', 'did you mean `{key}`?'],
    ['{ file: "secrets/{name}" }', '{name}', 'Write `{key}` where the'],
    ['{ command: [vault, get, "secret/{kye}"] }', '{kye}', 'did you mean `{key}`?'],
    ['{ command: [vault, get, "secret/{each.key}"] }', '{each.key}', 'did you mean `{key}`?'],
    ['{ command: [vault, get, "secret/${key}"] }', '${key}', 'did you mean `{key}`?'],
  ])('that is misspelt is a warning: %s', (source, word, hint) => {
    expect(find(source)).toEqual([`warning: ${word}: ${hint}`]);
  });

  test.each([
    '{ file: "secrets/{key}" }',
    '{ file: secrets/key }',
    '{ env: "REDIS_{key}_PASSWORD" }',
    '{ command: [vault, get, "secret/{key}"] }',
    '{ command: [jq, "{password}", a.json] }',
    `{ command: [docker, inspect, -f, "{{ .key }}{{key}}", a] }`,
    '{ command: [curl, -w, "%{http_code}", "http://a/{key}"] }',
  ])('that is right, or belongs to another tool, is not: %s', (source) => {
    expect(find(source)).toEqual([]);
  });
});
