import { expect, it } from 'vitest';
import { SandboxSession } from '../../packages/cli/src/testing/sandbox-session.ts';
import { createAjv, library } from './validators.ts';

const ajv = createAjv();
for (const document of library.values()) ajv.addSchema(document);
const validate = ajv.getSchema('https://waybill.dev/schemas/output/discovery.schema.json');

it('what discover prints is what its schema says, and less is refused', async () => {
  await using session = await SandboxSession.open();
  const instances = [{ instance_id: '33333333-0003-4000-8000-000000000001' }];
  session.sandbox.control.setSettings({ huaweicloud: { instances } });
  for (const more of [[], ['--out', 'redis.yaml'], ['--out', 'redis.yaml', '--check']]) {
    const { stdout } = await session.run('discover', ['cache', '--json', ...more]);
    const discovery: Record<string, unknown> = JSON.parse(stdout);
    expect(validate?.(discovery)).toBe(true);
    expect(validate?.({ ...discovery, rows: ['sessions'] })).toBe(false);
    expect(validate?.({ ...discovery, inventory: { file: 'redis.yaml' } })).toBe(false);
  }
});
