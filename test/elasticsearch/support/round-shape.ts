import type { Random } from '@waybill/core';

const METHODS = ['remote', 'bulk', 'local', 'auto'] as const;

/** Steps after which the last kill comes at the latest: about as many as a unit begins. */
const MOST_STEPS = { live: 58, plain: 24 };
const LONGEST_DELAY_MS = 2_500;
const LONGEST_OUTAGE_MS = 2_000;
const MOST_KILLS = 3;

export type Victim = 'runner' | 'old' | 'target';

/** SIGKILL of one of the three processes, and for a server how long it is down before it is started again. */
export interface Kill {
  readonly victim: Victim;
  /** Steps that all runners of the round have begun until then. */
  readonly afterSteps: number;
  readonly delayMs: number;
  readonly outageMs: number;
}

/** What is moved in one round, how, and what is killed meanwhile. */
export interface RoundShape {
  readonly method: (typeof METHODS)[number];
  /** Clients write, change and delete documents until the source is frozen, and the copy follows. */
  readonly isLive: boolean;
  readonly isVerified: boolean;
  readonly kills: readonly Kill[];
}

/** The methods take turns, and every other of their turns has clients that write. */
export function drawShape(round: number, random: Random): RoundShape {
  const at = round - 1;
  const isLive = Math.floor(at / METHODS.length) % 2 === 0;
  const mostSteps = MOST_STEPS[isLive ? 'live' : 'plain'];
  const kills = Array.from({ length: 1 + below(MOST_KILLS, random) }, () => drawKill(mostSteps, random));
  return {
    method: METHODS[at % METHODS.length] ?? 'bulk',
    isLive,
    isVerified: random.fraction() < 0.5,
    kills: kills.toSorted((a, b) => a.afterSteps - b.afterSteps),
  };
}

function drawKill(mostSteps: number, random: Random): Kill {
  const victims: readonly Victim[] = ['runner', 'old', 'target'];
  return {
    victim: victims[below(victims.length, random)] ?? 'runner',
    afterSteps: 1 + below(mostSteps, random),
    delayMs: below(LONGEST_DELAY_MS, random),
    outageMs: below(LONGEST_OUTAGE_MS, random),
  };
}

/** A whole number from 0 on. */
function below(bound: number, random: Random): number {
  return Math.floor(random.fraction() * bound);
}

export function describeShape({ method, isLive, isVerified, kills }: RoundShape): string {
  const struck = kills.map(({ victim, afterSteps, delayMs }) => `${victim} after ${afterSteps} steps + ${delayMs} ms`);
  const how = [method, ...(isLive ? ['while clients write'] : []), ...(isVerified ? ['verified'] : [])].join(', ');
  return `${how}; killed: ${struck.join(', ')}`;
}
