import type { KeyPlane, RunningDataPlane } from '@waybill/stand-kit';
import type { DataPlaneOptions } from './data-plane-options.ts';

/**
 * Starts a server for each instance, with its data in it, and an address of its own in front of it.
 *
 * @throws DataPlaneError if there is no `redis-server`, or an instance cannot be used
 */
export async function startDataPlane(options: DataPlaneOptions = {}): Promise<KeyPlane & RunningDataPlane> {
  // Loaded only where it is wanted: most sandboxes have no Redis.
  const { startRedisServers } = await import('./redis-data-plane.ts');
  return await startRedisServers(options);
}
