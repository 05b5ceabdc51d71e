import type { Provider } from './provider.ts';

const names: WeakMap<object, string> = new WeakMap();

/** Notes how messages name a provider: with the file that it was loaded from. */
export function nameProvider(provider: Provider, name: string): void {
  names.set(provider, name);
}

export function nameOfProvider(provider: Provider): string {
  return names.get(provider) ?? provider.type;
}
