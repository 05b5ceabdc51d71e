import type { BlueprintProblem, KindInput, ValueObject } from '@waybill/core';
import { objectIn, urlsOf } from '@waybill/provider-kit';
import { findCutoverProblems } from './find-cutover-problems.ts';
import type { ReindexUnit } from './read-reindex.ts';
import { haveSameAddress } from './same-address.ts';

/** The most bytes that the name of an index may have. Source: Elasticsearch Guide, "Create index API" (path parameters). */
const MOST_NAME_BYTES = 255;

/** What the schema cannot say of a unit. */
export function findReindexProblems(unit: ReindexUnit, input: KindInput): readonly BlueprintProblem[] {
  const problems: BlueprintProblem[] = [
    ...unencryptedLogins(unit, input),
    ...methodProblems(unit),
    ...paceProblems(unit),
    ...unkeptPace(unit, input),
    ...unkeptBytes(unit, input),
    ...findCutoverProblems(unit),
    ...connectProblems(unit, input),
  ];
  const { source, index, remote } = unit;
  const isOneCluster = remote === undefined || isSameCluster(unit, input);
  if (isOneCluster && typeof index === 'string' && source.index === index)
    problems.push({
      severity: 'error',
      path: ['with', 'dest', 'index'],
      summary: 'an index cannot be copied into itself',
      detail: `Source and destination are the index ${index} of one cluster.`,
      hint: 'Choose another name for dest.index, or name the cluster of the source as source.connection.',
    });
  if (index === '.' || index === '..')
    problems.push({
      severity: 'error',
      path: ['with', 'dest', 'index'],
      summary: 'an index cannot have this name',
      detail: `${index} means a folder.`,
    });
  if (typeof index === 'string' && Buffer.byteLength(index) > MOST_NAME_BYTES)
    problems.push({
      severity: 'error',
      path: ['with', 'dest', 'index'],
      summary: 'the name of the index is too long',
      detail: `It has ${Buffer.byteLength(index)} bytes in UTF-8; ${MOST_NAME_BYTES} are allowed.`,
    });
  return problems;
}

/** Another way to the cluster of the source is of use only where that is another cluster. */
function connectProblems({ remote }: ReindexUnit, { with: given }: KindInput): readonly BlueprintProblem[] {
  if (remote !== undefined || objectIn(given['source'])['connect'] === undefined) return [];
  return [
    {
      severity: 'error',
      path: ['with', 'source', 'connect'],
      summary: 'the source is on the same cluster',
      detail: 'source.connect says how this machine reaches the cluster that source.connection names for the target.',
      hint: 'Name the cluster of the source as source.connection, or leave source.connect out.',
    },
  ];
}

function isSameCluster({ remote, targetConnection }: ReindexUnit, { connections }: KindInput): boolean {
  const target = targetConnection === undefined ? undefined : connections?.get(targetConnection)?.config;
  return haveSameAddress(target, remote);
}

/** Methods that do not fit where source and copy are, and options that others do not have. */
function methodProblems({ method, remote, tolerate }: ReindexUnit): readonly BlueprintProblem[] {
  const problem = (key: string, summary: string, detail: string, hint: string): BlueprintProblem => {
    return { severity: 'error', path: ['with', key], summary, detail, hint };
  };
  const problems: BlueprintProblem[] = [];
  if (method === 'remote' && remote === undefined)
    problems.push(
      problem(
        'method',
        'the source is on the same cluster',
        'method: remote lets the cluster of the copy pull from another one.',
        'Name the cluster of the source as source.connection, or set method: local.',
      ),
    );
  if (method === 'local' && remote !== undefined)
    problems.push(
      problem(
        'method',
        'the source is on another cluster',
        'method: local copies within one cluster.',
        'Set method: remote or bulk, or leave source.connection out.',
      ),
    );
  if (method !== 'bulk' && tolerate !== undefined)
    problems.push(
      problem(
        'tolerate',
        'only method: bulk can leave documents out',
        'A cluster that copies by itself stops at the first document that it refuses.',
        'Leave tolerate out, or set method: bulk.',
      ),
    );
  return problems;
}

/** Slower than this, a cluster forgets the place of a reader between two documents. */
const LEAST_PER_SECOND = 0.01;

function paceProblems({ requestsPerSecond }: ReindexUnit): readonly BlueprintProblem[] {
  const perSecond = typeof requestsPerSecond === 'string' ? Number(requestsPerSecond) : requestsPerSecond;
  if (typeof perSecond !== 'number' || perSecond === -1 || perSecond >= LEAST_PER_SECOND) return [];
  return [
    {
      severity: 'error',
      path: ['with', 'requests_per_second'],
      summary: 'the pace is too slow for a copy',
      detail: `${perSecond} documents a second: the clusters would drop the scroll before the next page.`,
      hint: `Set at least ${LEAST_PER_SECOND}, or -1 for no limit.`,
    },
  ];
}

/** A cluster that pulls keeps the pace of its own connection: that of the source is for what this machine reads. */
function unkeptPace(
  { method, remote, targetConnection }: ReindexUnit,
  { connections }: KindInput,
): readonly BlueprintProblem[] {
  const documentsOf = (entry: ValueObject | undefined) => objectIn(objectIn(entry ?? {})['pace'])['documents'];
  const target = targetConnection === undefined ? undefined : connections?.get(targetConnection)?.config;
  if (method !== 'remote' || documentsOf(remote) === undefined || documentsOf(target) !== undefined) return [];
  return [
    {
      severity: 'error',
      path: ['with', 'method'],
      summary: 'this method does not keep the pace of the source',
      detail:
        'With method: remote the target reads the source by itself, at the pace of its own connection, which has none.',
      hint: 'Set pace.documents on the connection of the copy too, or set method: auto or bulk.',
    },
  ];
}

/** What the cluster copies by itself has a speed in documents alone. */
function unkeptBytes(
  { method, sourceConnection, targetConnection }: ReindexUnit,
  { connections }: KindInput,
): readonly BlueprintProblem[] {
  const paces = [sourceConnection, targetConnection].map((alias) =>
    objectIn(objectIn(connections?.get(alias ?? '')?.config ?? {})['pace']),
  );
  const isByBytesAlone =
    paces.some(({ bytes }) => bytes !== undefined) && paces.every(({ documents }) => documents === undefined);
  if (method === 'bulk' || !isByBytesAlone) return [];
  return [
    {
      severity: 'warning',
      path: ['with', 'method'],
      summary: 'pace.bytes does not apply to copies that a cluster makes',
      detail: `${method === 'auto' ? 'With method: auto the target may copy' : 'The cluster copies'} by itself, at a speed that can be limited in documents only.`,
      hint: 'Set pace.documents too, or set method: bulk.',
    },
  ];
}

/** Loopback is no network. */
const PLAIN_HTTP = /^http:\/\/(?!localhost|127\.|\[::1\])/;

export function unencryptedLogins(
  { sourceConnection, targetConnection }: Pick<ReindexUnit, 'sourceConnection' | 'targetConnection'>,
  { connections }: Pick<KindInput, 'connections'>,
): readonly BlueprintProblem[] {
  const aliases = new Set([sourceConnection, targetConnection].filter((alias) => alias !== undefined));
  return [...aliases].flatMap((alias) => {
    const entry = connections?.get(alias)?.config ?? {};
    const { password, api_key: apiKey } = entry;
    const isPlain = urlsOf(entry).some((url) => typeof url === 'string' && PLAIN_HTTP.test(url));
    if (!isPlain || (password ?? apiKey) === undefined) return [];
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
