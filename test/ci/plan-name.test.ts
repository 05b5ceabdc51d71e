import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const CI = join(import.meta.dirname, '..', '..', 'templates', 'ci');
const { planName } = (await import(join(CI, 'github', 'plan-name.mjs'))) as {
  readonly planName: (env: Readonly<Record<string, string>>) => string;
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-name-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const stems = fc.stringMatching(/^[a-z]([a-z.-]{0,4}[a-z])?$/);
const environments = fc.oneof(fc.constant(''), fc.stringMatching(/^[a-z][a-z_-]{0,3}$/));

test('a file and an environment have a name that no other file or environment has', () => {
  fc.assert(
    fc.property(fc.tuple(stems, environments), fc.tuple(stems, environments), (one, other) => {
      const [left, right] = [one, other].map(([stem, environment]) =>
        planName({ PLAN: `migrations/${stem}.yaml`, PLAN_ENVIRONMENT: environment }),
      );
      expect(left === right).toBe(one.join('/') === other.join('/'));
    }),
  );
  expect(planName({ PLAN: 'shop.prod.yaml' })).toBe('shop..prod');
  expect(planName({ PLAN: 'shop.yaml', PLAN_ENVIRONMENT: 'prod' })).toBe('shop.prod');
});

const PLANS = [
  ['shop.yaml', ''],
  ['migrations/shop.yaml', 'prod'],
  ['migrations.d/shop.prod.yaml', ''],
  ['a.b.c.yml', 'prod-eu'],
] as const;

describe.each(PLANS)('of %s for environment "%s"', (plan, environment) => {
  const expected = planName({ PLAN: plan, PLAN_ENVIRONMENT: environment });

  test('the plan action says the same', () => {
    const script = readFileSync(join(CI, 'github', 'plan.sh'), 'utf8');
    const lines = script.slice(script.indexOf('stem='), script.indexOf('folder='));
    expect(shell(`${lines}echo "$name"`, { PLAN: plan, PLAN_ENVIRONMENT: environment })).toBe(expected);
  });

  test('the GitLab template says the same, in both of its places', () => {
    const jobs = parse(readFileSync(join(CI, 'gitlab', 'waybill.gitlab-ci.yml'), 'utf8')) as Readonly<
      Record<string, { readonly before_script?: readonly string[]; readonly after_script?: readonly string[] }>
    >;
    const env = { WAYBILL_PLAN: plan, WAYBILL_ENV: environment, WAYBILL_STATE_DIR: folder };
    const named = jobs['.waybill']?.before_script?.find((line) => line.startsWith('WAYBILL_NAME=')) ?? '';
    expect(shell(`${named}; echo "$WAYBILL_NAME"`, env)).toBe(expected);
    const state = jobs['waybill apply']?.after_script?.find((line) => line.startsWith('state=')) ?? '';
    expect(shell(`${state}; echo "$state"`, env)).toBe(join(folder, `${expected}.db`));
  });
});

function shell(script: string, env: Readonly<Record<string, string>>): string {
  const options = { cwd: folder, env: { PATH: process.env['PATH'] ?? '', ...env }, encoding: 'utf8' } as const;
  return execFileSync('bash', ['--norc', '-eu', '-c', script], options).trim();
}
