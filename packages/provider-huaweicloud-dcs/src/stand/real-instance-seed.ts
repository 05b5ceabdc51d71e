import { defined, type KeyInstance } from '@waybill/stand-kit';
import type { DcsInstanceSeed } from './settings.ts';

/** What ShowInstance says of an instance that has a real server: where it is, and how large. */
export function realInstanceSeed(instance: KeyInstance): DcsInstanceSeed {
  return {
    instance_id: instance.id,
    ...defined({ name: instance.name }),
    ip: instance.host,
    port: instance.port,
    engine_version: instance.version,
    cache_mode: instance.mode,
    no_password_access: instance.hasPassword ? 'false' : 'true',
    used_memory: instance.usedMemoryMb,
    max_memory: instance.maxMemoryMb,
    db_number: instance.databases,
  };
}
