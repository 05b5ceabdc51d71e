import { type CheckpointStore, type Lease, MemoryDisk, openMemoryStore } from '@waybill/core';
import { systemRandom } from '@waybill/node';

/** A state that keeps no record: a run with it shows what the run takes without its journal. */
export function openForgetfulStore(plan: string): CheckpointStore {
  const store = openMemoryStore(new MemoryDisk(plan, systemRandom));
  return {
    location: store.location,
    header: store.header,
    read: (afterSeq) => store.read(afterSeq),
    acquire: async (owner) => forgetful(await store.acquire(owner)),
    breakLock: () => store.breakLock(),
    post: (request) => store.post(request),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  };
}

function forgetful(lease: Lease): Lease {
  return {
    epoch: lease.epoch,
    get isHeld() {
      return lease.isHeld;
    },
    commitsAtOnce: lease.commitsAtOnce,
    gather: () => lease.gather(),
    append: async () => {},
    readRequests: () => lease.readRequests(),
    dropRequests: (ids) => lease.dropRequests(ids),
    [Symbol.asyncDispose]: () => lease[Symbol.asyncDispose](),
  };
}
