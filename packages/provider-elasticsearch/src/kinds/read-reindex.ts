import { isValueObject, type KindInput, type Value, type ValueObject } from '@waybill/core';
import { objectIn } from '@waybill/provider-kit';
import { readLevel, type VerifyLevel } from './compared-sides.ts';
import { type CatchUp, type Cutover, isCatchingUp, readCatchUp, readCutover } from './read-cutover.ts';

/** A unit of the kind `reindex`, read once. */
export interface ReindexUnit {
  readonly source: { readonly index: Value; readonly query: Value | undefined };
  /** Alias of the connection by which this machine reaches the cluster that has the source; undefined: that of the copy. */
  readonly sourceConnection: string | undefined;
  /** Alias of the cluster that gets the copy. */
  readonly targetConnection: string | undefined;
  /** The entry by which the target reaches the source's cluster, where it is another one. */
  readonly remote: ValueObject | undefined;
  readonly dest: ValueObject;
  readonly index: Value;
  /** How the documents get into the copy. Undefined: within one cluster. */
  readonly method: Value | undefined;
  readonly givenParts: Value | undefined;
  readonly givenBatch: Value | undefined;
  /** Documents that the copy may be without. */
  readonly tolerate: Value | undefined;
  readonly requestsPerSecond: Value | undefined;
  /** How both sides are compared at the end. */
  readonly verify: { readonly level: VerifyLevel; readonly sample: Value | undefined };
  readonly cutover: Cutover | undefined;
  readonly catchUp: CatchUp | undefined;
}

export function readReindex({ with: given, options, connection, connections }: KindInput): ReindexUnit {
  const source = objectIn(given['source']);
  const dest = objectIn(given['dest']);
  const verify = objectIn(options['verify']);
  const alias = source['connection'];
  const other = typeof alias === 'string' && alias !== connection ? alias : undefined;
  const catchesUp = isCatchingUp(options['catch_up']);
  const cutover = readCutover(options['cutover'], { isRemote: other !== undefined, catchesUp });
  return {
    source: { index: source['index'] ?? null, query: source['query'] },
    sourceConnection: other === undefined ? undefined : textIn(source['connect'], other),
    targetConnection: connection,
    remote: other === undefined ? undefined : (connections?.get(other)?.config ?? {}),
    dest,
    index: dest['index'] ?? null,
    method: methodOf(given['method'], other),
    givenParts: given['parts'],
    givenBatch: given['batch'],
    tolerate: given['tolerate'],
    requestsPerSecond: given['requests_per_second'],
    verify: { level: readLevel(verify['level']), sample: verify['sample'] },
    cutover,
    catchUp: readCatchUp(options['catch_up'], cutover),
  };
}

function textIn(value: Value | undefined, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

/** Within one cluster there is nothing to choose; between two, what can be done is found by asking. */
function methodOf(method: Value | undefined, otherConnection: string | undefined): Value | undefined {
  if (otherConnection !== undefined) return method ?? 'auto';
  return method === 'auto' ? 'local' : method;
}

/** However it is written: `index: { number_of_replicas }`, `index.number_of_replicas`, or without `index`. */
export function settingIn(settings: ValueObject, name: string): Value | undefined {
  return objectIn(settings['index'])[name] ?? settings[`index.${name}`] ?? settings[name];
}

/** The others, written as they were. */
export function settingsWithout(settings: ValueObject, names: readonly string[]): ValueObject {
  const isLeft = (key: string): boolean => !names.includes(key.replace(/^index\./, ''));
  const others = Object.entries(settings).filter(([key]) => isLeft(key));
  return Object.fromEntries(
    others.map(([key, value]) =>
      key === 'index' && isValueObject(value) ? [key, settingsWithout(value, names)] : [key, value],
    ),
  );
}
