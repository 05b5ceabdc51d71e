import { createRegistry, type ProviderRegistry } from '@waybill/core';
import { builtInProviders } from './generated/built-in-providers.generated.ts';

export const builtInRegistry: ProviderRegistry = createRegistry(builtInProviders);
