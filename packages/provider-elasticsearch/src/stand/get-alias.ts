import type { Answer } from '@waybill/stand-kit';
import { clusterAnswer, refusalAnswer } from './cluster-answer.ts';
import { BareError } from './cluster-error.ts';
import { isLike } from './filter-path.ts';
import type { ClusterCall } from './service.ts';

/** The indices behind aliases, by their own names. An alias that nothing has is a 404 that shows the others. */
export function getAlias({ call, cluster }: ClusterCall): Answer {
  const names = (call.params['name'] ?? '').split(',');
  const isMeant = (alias: string): boolean => names.some((name) => isLike(alias, name === '_all' ? '*' : name));
  const found = cluster.indicesByName.flatMap((index) => {
    const aliases = [...index.aliases].filter(([alias]) => isMeant(alias));
    return aliases.length === 0 ? [] : [[index.name, { aliases: Object.fromEntries(aliases) }] as const];
  });
  const present = new Set(found.flatMap(([, { aliases }]) => Object.keys(aliases)));
  const missing = names.filter((name) => !name.includes('*') && name !== '_all' && !present.has(name));
  if (missing.length === 0) return clusterAnswer(call, Object.fromEntries(found));
  const error = `alias${missing.length > 1 ? 'es' : ''} [${missing.toSorted().join(',')}] missing`;
  return refusalAnswer(new BareError(404, 'alias_missing', { error, status: 404, ...Object.fromEntries(found) }));
}
