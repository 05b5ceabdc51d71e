import type { Kind } from '../../provider/kind.ts';
import type { Operation } from '../../provider/operation.ts';
import type { Provider } from '../../provider/provider.ts';

/** The kind or operation that `uses` names. Names come from users, so inherited properties do not count. */
export function findTarget(provider: Provider, name: string): Kind | Operation | undefined {
  if (Object.hasOwn(provider.kinds, name)) return provider.kinds[name];
  return Object.hasOwn(provider.operations, name) ? provider.operations[name] : undefined;
}

/** The schema of `with:`. */
export function withSchemaOf(target: Kind | Operation): object {
  return 'withSchema' in target ? target.withSchema : target.requestSchema;
}

/** Names that other migrations can refer to. */
export function outputNamesOf(target: Kind | Operation): readonly string[] {
  return 'withSchema' in target ? target.outputs : Object.keys(target.outputs);
}
