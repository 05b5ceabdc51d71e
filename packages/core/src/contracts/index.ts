export { describeCheckpointStore, type StoreUnderTest } from './checkpoint-store-contract.ts';
export type { BackendUnderTest, ProviderRule, ProviderUnderTest, UnitSample } from './provider/provider-under-test.ts';
export { describeProvider, PROVIDER_RULES } from './provider-contract.ts';
