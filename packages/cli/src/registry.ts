import type { ProviderRegistry } from '@waybill/core';

/** Every provider the command line comes with. Loaded when a command needs a plan, so that help and version stay fast. */
export async function loadRegistry(): Promise<ProviderRegistry> {
  const { builtInRegistry } = await import('@waybill/node');
  return builtInRegistry;
}
