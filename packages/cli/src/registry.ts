import type { ProviderRegistry } from '@waybill/core';
import type { ProviderFlags } from './plan-options.ts';

/**
 * Every provider the command line comes with, and those of `--provider`: no other file is ever loaded. Loaded when a
 * command needs a plan, so that help and version stay fast.
 */
export async function loadRegistry(flags: ProviderFlags = {}, cwd: string = process.cwd()): Promise<ProviderRegistry> {
  const files = flags.provider ?? [];
  if (files.length === 0) return (await import('@waybill/node')).builtInRegistry;
  return await (await import('@waybill/node/internal')).loadRegistryWith(files, { cwd });
}
