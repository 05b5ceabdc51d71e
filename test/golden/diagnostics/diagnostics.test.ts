import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRegistry } from '@waybill/core';
import { huaweicloudDcs } from '@waybill/provider-huaweicloud-dcs';
import { redis } from '@waybill/provider-redis';
import { describe, expect, test } from 'vitest';
import { compilePlan } from '../../../packages/core/src/compile-plan.ts';
import { renderDiagnostics } from '../../../packages/core/src/diagnostics/render-diagnostics.ts';
import { fixtureRegistry } from '../../../packages/core/src/testing/internal/fixture-provider.ts';

/** What people read for each broken plan. `UPDATE_GOLDEN=1` writes the texts anew; the change is then reviewed like code. */
const folder = new URL('./', import.meta.url);
/** Plans of real providers, whose findings depend on more than the fixtures know. */
const registries = new Map([['unencrypted-passwords.yaml', createRegistry([huaweicloudDcs, redis])]]);
const plans = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

test.each(plans)('%s', (name) => {
  const golden = new URL(name.replace(/\.yaml$/, '.txt'), folder);
  const shown = renderPlan(name);
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, shown);
  expect(shown).toBe(readFileSync(golden, 'utf8'));
});

describe('what must hold for any golden text', () => {
  test('one file tells many different mistakes at once', () => {
    const codes = new Set(readPlan('many-mistakes.yaml').diagnostics.map((diagnostic) => diagnostic.code));
    expect(codes.size).toBeGreaterThanOrEqual(14);
  });

  test('no secret is shown', () => {
    expect(renderPlan('hidden-secrets.yaml')).not.toMatch(/hunter2|short\b/);
    expect(renderPlan('many-mistakes.yaml')).not.toContain('correct-horse');
  });

  test('every text is plain, and every finding has a place', () => {
    for (const name of plans) {
      expect(renderPlan(name)).not.toMatch(/[\p{Cc}--\n]/v);
      for (const diagnostic of readPlan(name).diagnostics) expect(diagnostic.range).toBeDefined();
    }
  });
});

function readPlan(name: string): ReturnType<typeof compilePlan> {
  return compilePlan(readFileSync(new URL(name, folder), 'utf8'), { file: name, registry: registries.get(name) ?? fixtureRegistry });
}

function renderPlan(name: string): string {
  const text = readFileSync(new URL(name, folder), 'utf8');
  return renderDiagnostics(readPlan(name).diagnostics, new Map([[name, text]]));
}
