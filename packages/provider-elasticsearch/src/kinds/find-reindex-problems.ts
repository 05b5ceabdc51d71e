import type { BlueprintProblem, KindInput } from '@waybill/core';
import type { ReindexUnit } from './read-reindex.ts';

/** The most bytes that the name of an index may have. Source: Elasticsearch Guide, "Create index API" (path parameters). */
const MOST_NAME_BYTES = 255;

/** What the schema cannot say of a unit. */
export function findReindexProblems(unit: ReindexUnit, input: KindInput): readonly BlueprintProblem[] {
  const { options } = input;
  const problems: BlueprintProblem[] = [...unencryptedLogins(unit, input)];
  const { source, index, remote } = unit;
  if (remote === undefined && typeof index === 'string' && source.index === index)
    problems.push({
      severity: 'error',
      path: ['with', 'dest', 'index'],
      summary: 'an index cannot be copied into itself',
      detail: `Source and destination are the index ${index} of one cluster.`,
      hint: 'Choose another name for dest.index, or name the cluster of the source as source.connection.',
    });
  if (typeof index === 'string' && Buffer.byteLength(index) > MOST_NAME_BYTES)
    problems.push({
      severity: 'error',
      path: ['with', 'dest', 'index'],
      summary: 'the name of the index is too long',
      detail: `It has ${Buffer.byteLength(index)} bytes in UTF-8; ${MOST_NAME_BYTES} are allowed.`,
    });
  if (remote !== undefined && options['cutover'] !== undefined)
    problems.push({
      severity: 'error',
      path: ['cutover'],
      summary: 'no alias moves clients from one cluster to another',
      detail: 'cutover moves an alias within one cluster, and the source is on another one.',
      hint: 'Leave cutover out, and move the clients when the copy has ended.',
    });
  return problems;
}

/** Loopback is no network. */
const PLAIN_HTTP = /^http:\/\/(?!localhost|127\.|\[::1\])/;

function unencryptedLogins(
  { sourceConnection, targetConnection }: ReindexUnit,
  { connections }: KindInput,
): readonly BlueprintProblem[] {
  const aliases = [sourceConnection, targetConnection].filter((alias) => alias !== undefined);
  return aliases.flatMap((alias) => {
    const { url, password, api_key: apiKey } = connections?.get(alias)?.config ?? {};
    if (typeof url !== 'string' || !PLAIN_HTTP.test(url) || (password ?? apiKey) === undefined) return [];
    return [
      {
        severity: 'warning',
        path: ['uses'],
        summary: 'a password crosses the network unencrypted',
        detail: `The cluster ${alias} is reached over http.`,
        hint: 'Use https where the cluster has it, and ca for a certificate of your own.',
      } as const,
    ];
  });
}
