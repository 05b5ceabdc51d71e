import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compilePlan, createRegistry } from '@waybill/core';
import { createSeededRandom } from '@waybill/core/testing';
import { huaweicloudDcs } from '@waybill/provider-huaweicloud-dcs';
import { redis } from '@waybill/provider-redis';
import { type Interruption, type RehearsalOptions, RehearsalWorld } from '@waybill/rehearsal';

const EXCHANGE = 'sessions.exchange';
/** What an exchange of addresses may take, by its vendor: writers wait for at least so long once it is sent. */
const JOB_MS = 60_000;
const MAX_RUNS = 12;
/** How long a process is dead, or a vendor asks to wait: a pause of writers ends by itself after five minutes. */
const WAITS_MS: readonly number[] = [0, 10_000, 170_000, 400_000];

const registry = createRegistry([huaweicloudDcs, redis]);
const file = 'exchanged-cache.yaml';
const text = readFileSync(join(import.meta.dirname, '..', '..', 'plans', file), 'utf8');
const { compiled, diagnostics } = compilePlan(text, { file, registry });
if (compiled === undefined) throw new Error(JSON.stringify(diagnostics));
const { plan, graph } = compiled;

interface Followed {
  readonly outcome: string | undefined;
  /** For how long writers still waited each time that the exchange was sent. */
  readonly heldMs: readonly number[];
  readonly counts: RehearsalWorld['counts'];
  /** Commits and calls before the cut-over was approved. */
  readonly before: RehearsalWorld['counts'];
}

/**
 * Exchanges the addresses of two servers while the writers wait, through deaths and refusals. Gives what must not be: an
 * exchange that is sent when they do not wait, or not for long enough, and a cut-over that comes to no end.
 */
export async function liveHeldWriters(seed: number): Promise<readonly string[]> {
  calm ??= follow({}, () => 0);
  const { before, counts } = await calm;
  const random = createSeededRandom(seed);
  const below = (limit: number): number => Math.floor(random.fraction() * limit);
  const drawn = (): number => WAITS_MS[below(WAITS_MS.length)] ?? 0;
  const drawnPoint = (): string => {
    const at = below(2) === 0 ? 'commits' : 'calls';
    return `${at} ${before[at] + 1 + below(counts[at] - before[at])} ${below(2) === 0 ? 'before' : 'after'}`;
  };
  const deaths = new Set(Array.from({ length: below(3) }, drawnPoint));
  const isOver = new Set<string>();
  const interrupt: RehearsalOptions['interrupt'] = ({ at, index, when }): Interruption => {
    const point = `${at}s ${index} ${when}`;
    if (!deaths.has(point) || isOver.has(point)) return 'none';
    isOver.add(point);
    return 'die';
  };
  const fault = { kind: 'throttle', retryAfterMs: drawn() } as const;
  const faults = [{ operation: 'ExchangeInstanceIp', times: below(3), fault }].filter(({ times }) => times > 0);
  const { outcome, heldMs } = await follow({ interrupt, faults }, drawn);
  const early = heldMs.filter((ms) => ms < JOB_MS).map((ms) => `it is exchanged, and writers wait for ${ms} ms more`);
  return outcome === 'succeeded' ? early : [...early, `it ended as ${outcome}`];
}

let calm: Promise<Followed> | undefined;

/** To the end, started again some time after each death. */
async function follow(options: Partial<RehearsalOptions>, deadMs: () => number): Promise<Followed> {
  const heldMs: number[] = [];
  const observe: RehearsalOptions['observe'] = (event) => {
    if (event.kind === 'step.started' && event.step === EXCHANGE) heldMs.push(heldForMs(world));
  };
  const world = new RehearsalWorld({ plan, graph, registry, seed: 1, interrupt: () => 'none', ...options, observe });
  let before = { commits: 0, calls: 0 };
  for (let run = 1; run <= MAX_RUNS; run += 1) {
    try {
      const { outcome, ...result } = await world.run();
      if (outcome !== 'gated') return { outcome, heldMs, before, counts: world.counts };
      if (before.commits === 0) before = world.counts;
      await world.approveAll({ outcome, ...result });
    } catch (error) {
      if (!world.isDead) throw error;
      await world.clock.advance(deadMs());
    }
  }
  return { outcome: undefined, heldMs, before, counts: world.counts };
}

function heldForMs({ sandbox, clock }: RehearsalWorld): number {
  const { servers } = sandbox.control.state().redis;
  return Math.max(...servers.map(({ pausedUntilMs = 0 }) => pausedUntilMs - clock.now()));
}
