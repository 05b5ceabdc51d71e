import type { Check } from '@waybill/core';
import { aliasMoved, aliasReady } from './alias-checks.ts';
import { countsEqual } from './counts-equal.ts';
import { indexActive } from './index-active.ts';
import { indexAsMade } from './index-as-made.ts';
import { indexOpen } from './index-open.ts';
import { indexPosition } from './index-position.ts';
import { remoteReadable } from './remote-readable.ts';
import { sourceDefinition } from './source-definition.ts';
import { targetIndexAbsent } from './target-index-absent.ts';

/** By the names that steps use. */
export const checks: Readonly<Record<string, Check>> = {
  'source-definition': sourceDefinition,
  'index-open': indexOpen,
  'target-index-absent': targetIndexAbsent,
  'index-as-made': indexAsMade,
  'remote-readable': remoteReadable,
  'index-position': indexPosition,
  'index-active': indexActive,
  'counts-equal': countsEqual,
  'alias-ready': aliasReady,
  'alias-moved': aliasMoved,
};
