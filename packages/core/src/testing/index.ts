export { fixedDuration } from '../estimate/expected-duration.ts';
export { createSeededRandom } from '../seeded-random.ts';
export { FakeData, type FakeSlice, fakeJob } from './fake-job.ts';
export { createFakeProvider } from './fake-provider.ts';
export { type FakeCall, type FakeFault, type FakeTask, FakeVendor } from './fake-vendor.ts';
export { buildPlanFixture, type MigrationFixture, type PlanFixture } from './plan-fixture.ts';
export { VirtualClock } from './virtual-clock.ts';
export { withRenamedSteps } from './with-renamed-steps.ts';
