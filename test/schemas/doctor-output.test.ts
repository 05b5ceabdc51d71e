import { expect, it } from 'vitest';
import { SandboxSession } from '../../packages/cli/src/testing/sandbox-session.ts';
import { createAjv, library } from './validators.ts';

const ajv = createAjv();
for (const document of library.values()) ajv.addSchema(document);
const validate = ajv.getSchema('https://waybill.dev/schemas/output/doctor.schema.json');

it('what doctor prints is what its schema says, and less is refused', async () => {
  await using session = await SandboxSession.open();
  for (const env of [{}, { REDIS_PASSWORD: '' }]) {
    const { stdout } = await session.run('doctor', ['--json', '--scan', '.'], { env });
    const report: Record<string, unknown> = JSON.parse(stdout);
    expect(validate?.(report)).toBe(true);
    expect(validate?.errors ?? []).toEqual([]);
    expect(validate?.({ ...report, is_healthy: 'yes' })).toBe(false);
    expect(validate?.({ ...report, findings: [{ area: 'scan', level: 'error', subject: 's', detail: 'd' }] })).toBe(
      false,
    );
  }
});
