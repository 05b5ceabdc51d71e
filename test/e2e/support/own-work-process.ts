// One run of own work, to be killed: `node own-work-process.ts STATE LOG`. LOG gets a line for each slice that is begun or
// done; the run prints its outcome.
import { appendFileSync } from 'node:fs';
import { applyPlan, createRegistry, openSqliteStore } from '@waybill/core';
import { buildPlanFixture, createFakeProvider, createSeededRandom, FakeVendor } from '@waybill/core/testing';
import { systemClock, systemRandom } from '@waybill/node';

const [path = '', log = ''] = process.argv.slice(2);
const vendor = new FakeVendor(systemClock, { latencyMs: 1 });
vendor.data.sliceMs = 30;
vendor.data.fault = (slice) => {
  appendFileSync(log, `begun ${slice}\n`);
  return 'none';
};
vendor.data.result = (slice) => {
  appendFileSync(log, `done ${slice}\n`);
  return { counted: 1 };
};
const registry = createRegistry([createFakeProvider(vendor)]);
const migrations = [{ name: 'm', target: 'tally', keys: ['a', 'b'], with: { slices: 40 } }];
await using store = openSqliteStore({ path, plan: 'fixture', random: createSeededRandom(1) });
const { outcome } = await applyPlan({
  ...buildPlanFixture(migrations, registry, { limits: { slices: 3 } }),
  registry,
  store,
  transport: { send: () => Promise.reject(new Error('the fake vendor needs no transport')) },
  clock: systemClock,
  random: systemRandom,
  env: {},
  readSecret: () => undefined,
  owner: { host: 'host', pid: process.pid, user: 'tester' },
});
process.stdout.write(outcome);
