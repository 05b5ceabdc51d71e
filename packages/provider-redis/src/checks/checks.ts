import type { Check } from '@waybill/core';
import { comparableServer } from './comparable-server.ts';
import { countsEqual } from './counts-equal.ts';
import { databasesThere } from './databases-there.ts';
import { sidesMoved, sidesNoted, writesShown } from './moved-sides.ts';
import { positionsNoted, positionsSame, stillPaused } from './positions.ts';
import { rightsThere } from './rights-there.ts';
import { serversApart } from './servers-apart.ts';
import { writersNoted, writersPausable } from './writers-pausable.ts';

/** By the names that steps use. */
export const checks: Readonly<Record<string, Check>> = {
  'comparable-server': comparableServer,
  'servers-apart': serversApart,
  'rights-there': rightsThere,
  'databases-there': databasesThere,
  'counts-equal': countsEqual,
  'positions-noted': positionsNoted,
  'positions-same': positionsSame,
  'sides-noted': sidesNoted,
  'sides-moved': sidesMoved,
  'writes-shown': writesShown,
  'still-paused': stillPaused,
  'writers-noted': writersNoted,
  'writers-pausable': writersPausable,
};
