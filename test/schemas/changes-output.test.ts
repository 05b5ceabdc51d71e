import { expect, it } from 'vitest';
import { runCli } from '../../packages/cli/src/run-cli.ts';
import { SandboxSession, SHOP_PLAN } from '../../packages/cli/src/testing/sandbox-session.ts';
import { createAjv, library } from './validators.ts';

const ajv = createAjv();
for (const document of library.values()) ajv.addSchema(document);
const validate = ajv.getSchema('https://waybill.dev/schemas/output/changes.schema.json');

it('what show --against prints is what its schema says, and less is refused', async () => {
  await using session = await SandboxSession.open();
  await session.run('plan', ['--out', 'a.json', '--offline']);
  session.writePlan(SHOP_PLAN.replace('orders-2025]', 'orders-2026]').replace('cn-beijing', 'cn-hangzhou'));
  await session.run('plan', ['--out', 'b.json']);
  for (const [file, against] of [
    ['a.json', 'a.json'],
    ['b.json', 'a.json'],
  ] as const) {
    const io = session.io();
    const code = await runCli(['show', file, '--against', against, '--json'], io);
    const changes: Record<string, unknown> = JSON.parse(io.stdout.text);
    expect([validate?.(changes), validate?.errors ?? []]).toEqual([true, []]);
    expect(changes['is_equal']).toBe(code === 0);
    expect(validate?.({ ...changes, inputs: [{ before: 1 }] })).toBe(false);
    expect(validate?.({ ...changes, unexplained: ['other'] })).toBe(false);
  }
});
