export { describeCheckpointStore, type StoreUnderTest } from './checkpoint-store-contract.ts';
