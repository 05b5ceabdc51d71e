import type { Check } from '@waybill/core';
import { acceptsWrites } from './accepts-writes.ts';
import { aliasFree, aliasMoved, aliasOnCopy, aliasReady } from './alias-checks.ts';
import { comparableIndex } from './comparable-index.ts';
import { countsEqual } from './counts-equal.ts';
import { countsShown } from './counts-shown.ts';
import { definitionTried } from './definition-tried.ts';
import { fieldEverywhere, fieldOrdered } from './field-checks.ts';
import { indexActive } from './index-active.ts';
import { indexAsMade } from './index-as-made.ts';
import { indexOpen } from './index-open.ts';
import { indexOurs } from './index-ours.ts';
import { numbered } from './numbered.ts';
import { positionsNoted, positionsSame, sourceUnwritten, writesShown } from './positions-noted.ts';
import { primariesActive } from './primaries-active.ts';
import { answers, readable, readableOnceMade } from './readable.ts';
import { methodChosen, remoteReadable } from './remote-readable.ts';
import { rightsHeld } from './rights-held.ts';
import { diskRoom, shardRoom } from './room.ts';
import { shardPositions } from './shard-positions.ts';
import { sourceDefinition } from './source-definition.ts';
import { sourceCopied, sourceSame } from './source-same.ts';
import { sourceThere } from './source-there.ts';
import { clustersApart, indicesApart, pipelinesThere, templatesShown } from './surroundings.ts';
import { targetIndexAbsent } from './target-index-absent.ts';
import { unwrittenSince } from './unwritten-since.ts';
import { usageMoved, usageNoted, usageShown } from './usage-checks.ts';
import { usersNamed } from './users-named.ts';
import { copyBlocked, writeBlocked, writeUnblocked } from './write-block.ts';

/** By the names that steps use. */
export const checks: Readonly<Record<string, Check>> = {
  'source-definition': sourceDefinition,
  'definition-tried': definitionTried,
  'index-open': indexOpen,
  'target-index-absent': targetIndexAbsent,
  'clusters-apart': clustersApart,
  'indices-apart': indicesApart,
  'rights-held': rightsHeld,
  'pipelines-there': pipelinesThere,
  'templates-shown': templatesShown,
  'disk-room': diskRoom,
  'shard-room': shardRoom,
  'index-as-made': indexAsMade,
  'remote-readable': remoteReadable,
  'method-chosen': methodChosen,
  'index-active': indexActive,
  'counts-equal': countsEqual,
  'counts-shown': countsShown,
  'index-ours': indexOurs,
  'comparable-index': comparableIndex,
  answers,
  readable,
  'readable-once-made': readableOnceMade,
  'alias-ready': aliasReady,
  'alias-moved': aliasMoved,
  'alias-free': aliasFree,
  'alias-on-copy': aliasOnCopy,
  'source-there': sourceThere,
  'source-copied': sourceCopied,
  'source-same': sourceSame,
  numbered,
  'field-ordered': fieldOrdered,
  'field-everywhere': fieldEverywhere,
  'shard-positions': shardPositions,
  'primaries-active': primariesActive,
  'positions-noted': positionsNoted,
  'positions-same': positionsSame,
  'source-unwritten': sourceUnwritten,
  'unwritten-since': unwrittenSince,
  'writes-shown': writesShown,
  'accepts-writes': acceptsWrites,
  'write-unblocked': writeUnblocked,
  'write-blocked': writeBlocked,
  'copy-blocked': copyBlocked,
  'usage-noted': usageNoted,
  'usage-moved': usageMoved,
  'usage-shown': usageShown,
  'users-named': usersNamed,
};
