import type { PlannedProvider } from '../binding/planned-provider.ts';
import type { PlannedUnit } from '../graph/graph.ts';
import { targetOf } from '../limits/activity-slots.ts';
import type { Limits } from '../provider/limits.ts';
import { needsApproval } from '../provider/steps/step-traits.ts';
import type { Standing } from '../standing/standing.ts';
import type { PreviewWarning } from './preview.ts';

export interface ApprovalSources {
  readonly units: readonly PlannedUnit[];
  readonly providers: ReadonlyMap<string, PlannedProvider>;
  readonly standing: Standing;
}

/**
 * Where a unit keeps its place of `active` or `active_per_target` while it waits at its gate, not all of them can wait at
 * once: somebody has to approve several times, and what is not there yet cannot be approved.
 */
export function approvalRounds({ units, providers, standing }: ApprovalSources): readonly PreviewWarning[] {
  const waiting = units.filter((unit) => hasOpenGateWithPlace(unit, standing));
  const byProvider = Map.groupBy(waiting, ({ activity }) => activity?.connection ?? '');
  return [...byProvider].flatMap(([alias, gated]) => {
    const limits = providers.get(alias)?.limits;
    const tightest = limits === undefined ? undefined : roundsOf(gated, limits);
    return tightest === undefined || tightest.rounds < 2 ? [] : [describe(alias, gated.length, tightest)];
  });
}

function hasOpenGateWithPlace({ address, shape }: PlannedUnit, standing: Standing): boolean {
  const { steps, places, activity } = shape;
  if (activity === undefined) return false;
  const [opens = -1, closes = -1] = [places.get(activity.opens), places.get(activity.closes)];
  return steps
    .slice(opens + 1, Math.max(closes, 0))
    .some((step) => needsApproval(step) && standing.step(`${address}.${step.name}`) !== 'succeeded');
}

interface Rounds {
  readonly rounds: number;
  /** How many can wait at once. */
  readonly most: number;
  readonly limit: string;
}

function roundsOf(gated: readonly PlannedUnit[], { active, activePerTarget }: Limits): Rounds | undefined {
  const places = active ?? Number.POSITIVE_INFINITY;
  const overall: Rounds = { rounds: Math.ceil(gated.length / places), most: places, limit: `active: ${places}` };
  const perTarget = activePerTarget ?? Number.POSITIVE_INFINITY;
  const targets = [...Map.groupBy(gated, targetOf).values()].map(({ length }) => length);
  const atTargets: Rounds = {
    rounds: Math.ceil(Math.max(0, ...targets) / perTarget),
    most: Math.min(
      places,
      targets.reduce((sum, count) => sum + Math.min(count, perTarget), 0),
    ),
    limit: `active_per_target: ${perTarget}`,
  };
  return atTargets.rounds > overall.rounds ? atTargets : overall;
}

function describe(alias: string, gates: number, { rounds, most, limit }: Rounds): PreviewWarning {
  return {
    code: 'PREVIEW_APPROVAL_ROUNDS',
    summary: `the ${gates} approvals of ${alias} come in at least ${rounds} rounds`,
    detail: `A unit keeps its place while it waits for its approval, and with ${limit} of ${alias} at most ${most} can wait at once: ${gates} gates need at least ${rounds} approval rounds.`,
    hint: 'Approve units as they arrive, or raise the limit in the plan where the account allows more.',
  };
}
