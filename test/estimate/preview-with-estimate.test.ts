import { buildPreview, compilePlan } from '@waybill/core';
import { estimateSchedule } from '@waybill/core/internal';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { createAjv, library } from '../schemas/validators.ts';
import { caches, indices, planOf } from './plans.ts';
import { registry } from './timed-world.ts';

it('a preview with an estimate is what its schema says, and the same every time', () => {
  const plan = planOf({ requests: '20/s', active: 1 }, { orders: indices(30), carts: caches(3, 2) });
  const { compiled } = compilePlan(JSON.stringify(plan), { file: 'plan.yaml', registry });
  if (compiled === undefined) throw new Error('the plan is correct');
  const preview = () => {
    const estimate = estimateSchedule({ ...compiled, registry });
    if (estimate === undefined) throw new Error('there is something to do');
    return buildPreview({ ...compiled, registry, estimate });
  };
  const made = preview();
  expect(made.schedule?.critical_path.some(({ steps = 1 }) => steps > 1)).toBe(true);
  expect(made.units.every(({ simulated }) => simulated !== undefined)).toBe(true);
  expect(JSON.stringify(preview())).toBe(JSON.stringify(made));
  const ajv = createAjv();
  for (const document of library.values()) ajv.addSchema(document);
  const validate: ValidateFunction | undefined = ajv.getSchema(
    'https://waybill.dev/schemas/output/preview.schema.json',
  );
  if (validate === undefined) throw new Error('there is a schema of previews');
  validate(JSON.parse(JSON.stringify(made)));
  expect(validate.errors ?? []).toEqual([]);
});
