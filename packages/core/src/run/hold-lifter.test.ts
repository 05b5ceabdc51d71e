import { describe, expect, it } from 'vitest';
import type { StepBlueprint } from '../provider/blueprint.ts';
import { ProviderError } from '../provider/provider-error.ts';
import { PausedServer } from '../testing/internal/paused-server.ts';
import { PAUSE_MS } from '../testing/internal/paused-unit.ts';

const CALM = ['pause', 'pause', 'exchange', 'lift'];
/** Which of all operations is the first one after the pause, and how many follow up to the exchange, it included. */
const AFTER_PAUSE = ['lag', 'count', 'count', 'count', 'pause', 'exchange'];

/** What was paused is not any more, and the next run does all of it while the writer writes. */
async function expectLetGo(server: PausedServer, where: string): Promise<void> {
  expect(server.isPaused, where).toBe(false);
  expect(server.holds, where).toEqual([]);
  const before = server.sent.length;
  server.onAsked = () => undefined;
  await server.world.clock.advance(PAUSE_MS);
  expect((await server.run()).outcome, where).toBe('succeeded');
  expect(server.sent.slice(before), where).toEqual(CALM);
  expect(server.exchangedUnderWriters, where).toBe(false);
  expect(server.isPaused, where).toBe(false);
}

/** Does something right before that operation after the first pause is answered. */
function atOperation(server: PausedServer, index: number, act: () => ReturnType<PausedServer['onAsked']>): void {
  let left = index + 1;
  let isPaused = false;
  server.onAsked = (operation) => {
    if (isPaused) left -= 1;
    if (operation === 'pause') isPaused = true;
    return isPaused && left === 0 ? act() : undefined;
  };
}

describe('what a unit keeps others from, when its run ends', () => {
  // The second pause is asked of the connection that would lift it: see "stays, and is named".
  const atOther = AFTER_PAUSE.entries().filter(([, name]) => name !== 'pause');
  it.each(atOther.toArray())('is lifted where credentials are refused: %i, %s', async (index, name) => {
    const server = new PausedServer();
    atOperation(server, index, () => 'unauthorized');
    const result = await server.run();
    expect(result.outcome).toBe('failed');
    expect(result.units[0]?.status).not.toBe('failed');
    expect(server.sent.at(-1)).toBe('lift');
    await expectLetGo(server, name);
  });

  it.each(AFTER_PAUSE.entries().toArray())(
    'is lifted where it is stopped from outside: %i, %s',
    async (index, name) => {
      const server = new PausedServer();
      const stop = new AbortController();
      atOperation(server, index, () => {
        stop.abort(new Error('interrupted'));
        return undefined;
      });
      const result = await server.run({ signal: stop.signal });
      expect(result.outcome).toBe('stopped');
      // The call under way has ended well: clients are at the copy, or nearly.
      if (name === 'exchange') {
        expect(server.sent).toEqual(['pause', 'pause', 'exchange']);
        expect((await server.run()).outcome).toBe('succeeded');
        return;
      }
      expect(server.sent.at(-1)).toBe('lift');
      await expectLetGo(server, name);
    },
  );

  it('is lifted whenever its time is up', async () => {
    let stoppedAmid = 0;
    for (let maxRuntimeMs = 500; maxRuntimeMs < 30_000; maxRuntimeMs += 1_000) {
      const server = new PausedServer();
      server.latencyMs = 1_000;
      const result = await server.run({ maxRuntimeMs });
      const isSent = server.sent.includes('exchange');
      if (result.outcome === 'succeeded' || isSent) break;
      expect(result.outcome).toBe('stopped');
      const wasPaused = server.sent.includes('pause');
      server.latencyMs = 0;
      await expectLetGo(server, `${maxRuntimeMs} ms`);
      if (wasPaused) stoppedAmid += 1;
    }
    expect(stoppedAmid).toBeGreaterThan(2);
  });

  it('is lifted where another unit ends the run, or the unit itself does', async () => {
    const others = [{ name: 'bad', target: 'move', onFailure: 'stop' as const }];
    const server = new PausedServer({}, others);
    server.lagPolls = 5;
    server.world.vendor.fault = ({ operation }) => (operation === 'CreateTask' ? 'fatal' : 'none');
    const result = await server.run();
    expect(result.units.map(({ status }) => status)).toContain('failed');
    expect(server.sent.at(-1)).toBe('lift');
    expect(server.isPaused).toBe(false);

    const own = new PausedServer({ onFailure: 'stop' });
    own.onAsked = (operation) => (operation === 'count' ? 'fatal' : undefined);
    expect((await own.run()).outcome).toBe('failed');
    expect(own.sent).toEqual(['pause', 'lift']);
    expect(own.holds).toEqual([]);
    own.onAsked = () => undefined;
    expect((await own.run({ retryFailed: true })).outcome).toBe('succeeded');
    expect(own.exchangedUnderWriters).toBe(false);
  });

  it('is lifted at once, while other units go on', async () => {
    const server = new PausedServer({}, [{ name: 'long', target: 'move' }]);
    server.onAsked = (operation) => (operation === 'count' ? 'unauthorized' : undefined);
    const liftedAt: number[] = [];
    await server.run({
      onEvent: (event) => {
        if (event.kind === 'step.succeeded' && event.step === 'unit.lift')
          liftedAt.push(server.world.clock.monotonicMs());
      },
    });
    expect(liftedAt).toHaveLength(1);
    expect(liftedAt[0]).toBeLessThan(server.world.clock.monotonicMs());
    await expectLetGo(server, 'amid a run');
  });

  it('stays, and is named, where its own connection is refused', async () => {
    const server = new PausedServer();
    server.onAsked = (operation, times) => (operation === 'pause' && times === 2 ? 'unauthorized' : undefined);
    expect((await server.run()).outcome).toBe('failed');
    expect(server.sent).toEqual(['pause', 'pause']);
    expect(server.holds).toEqual(['unit.pause']);
  });

  it('is no failure of the unit where it cannot be lifted, and is named', async () => {
    const server = new PausedServer();
    server.onAsked = (operation) => {
      if (operation === 'count') return 'unauthorized';
      return operation === 'lift' ? 'fatal' : undefined;
    };
    const result = await server.run();
    expect(result.units[0]?.status).not.toBe('failed');
    expect(server.holds).toEqual(['unit.pause']);
    server.onAsked = () => undefined;
    expect((await server.run()).outcome).toBe('succeeded');
    expect(server.exchangedUnderWriters).toBe(false);
    expect(server.isPaused).toBe(false);
  });

  it('is never counted on, wherever the process dies while it is lifted', async () => {
    const whole = new PausedServer();
    whole.onAsked = (operation) => (operation === 'count' ? 'unauthorized' : undefined);
    await whole.run();
    for (let deathAt = 1; deathAt <= whole.world.disk.records.length; deathAt += 1)
      for (const phase of ['before', 'after'] as const)
        for (const deadMs of [0, PAUSE_MS]) {
          const server = new PausedServer();
          const where = `killed ${phase} commit ${deathAt}, dead for ${deadMs} ms`;
          server.onAsked = (operation) => (operation === 'count' ? 'unauthorized' : undefined);
          await server.dieAt(deathAt, phase);
          server.onAsked = () => undefined;
          await server.world.clock.advance(deadMs);
          if (server.isPaused) expect(server.holds, where).toEqual(['unit.pause']);
          expect((await server.run()).outcome, where).toBe('succeeded');
          expect(server.exchangedUnderWriters, where).toBe(false);
          expect(server.isPaused, where).toBe(false);
          expect(server.holds, where).toEqual([]);
        }
  });
});

describe('a wait that is longer than it takes to hold anew', () => {
  it('keeps nobody waiting: it is let go first, and held and compared anew after it', async () => {
    const server = new PausedServer();
    server.onAsked = (operation, times) =>
      operation === 'exchange' && times === 1
        ? new ProviderError('slow down', {
            vendorCode: 'Throttled',
            class: 'throttled',
            effect: 'none',
            retryAfterMs: 60_000,
          })
        : undefined;
    let refusedAtMs = Number.NaN;
    const liftedAfterMs: number[] = [];
    const result = await server.run({
      onEvent: (event) => {
        const nowMs = server.world.clock.monotonicMs();
        if (event.kind === 'step.retrying' && event.step === 'unit.exchange') refusedAtMs = nowMs;
        if (event.kind === 'step.succeeded' && event.step === 'unit.lift') liftedAfterMs.push(nowMs - refusedAtMs);
      },
    });
    expect(result.outcome).toBe('succeeded');
    expect(liftedAfterMs).toHaveLength(2);
    expect(liftedAfterMs[0]).toBeLessThan(10_000);
    expect(liftedAfterMs[1]).toBeGreaterThanOrEqual(60_000);
    expect(server.sent).toEqual(['pause', 'pause', 'exchange', 'lift', ...CALM]);
    expect(server.exchangedUnderWriters).toBe(false);
  });

  it('keeps what is done beside it from being done without the hold', async () => {
    const server = new PausedServer({}, [], BESIDE);
    const without: string[] = [];
    server.onAsked = (operation, times) => {
      // Longer than the copy takes to catch up.
      server.latencyMs = operation === 'beside' ? 20_000 : 0;
      if (operation === 'beside' && !server.isPaused) without.push(`${times}`);
      return operation === 'exchange' && times === 1 ? SLOW_DOWN : undefined;
    };
    const result = await server.run();
    expect(result.outcome).toBe('succeeded');
    expect(without).toEqual([]);
    expect(server.asked.filter((operation) => operation === 'beside')).toHaveLength(BESIDE.length);
    expect(server.exchangedUnderWriters).toBe(false);
  });

  it('ends in time, and names what holds, where it is refused for ever to let it go', async () => {
    const server = new PausedServer();
    server.onAsked = (operation) => {
      if (operation === 'lift') return 'fatal';
      return operation === 'exchange' ? SLOW_DOWN : undefined;
    };
    const result = await server.run();
    expect(result.outcome).toBe('failed');
    expect(result.units[0]).toMatchObject({ status: 'failed', failure: { code: 'RUN_HOLD_OVER' } });
    expect(server.exchangedUnderWriters).toBeUndefined();
    // Not anew after each wait, for as long as the unit may take.
    expect(server.sent.filter((operation) => operation === 'pause').length).toBeLessThanOrEqual(6);
    expect(server.world.clock.monotonicMs()).toBeLessThan(1_000_000);
    expect(server.holds).toEqual(['unit.pause']);
    server.onAsked = () => undefined;
    expect((await server.run({ retryFailed: true })).outcome).toBe('succeeded');
    expect(server.exchangedUnderWriters).toBe(false);
    expect(server.isPaused).toBe(false);
  });

  it('is waited for where it is short', async () => {
    const server = new PausedServer();
    server.onAsked = (operation, times) => (operation === 'exchange' && times === 1 ? 'throttled' : undefined);
    expect((await server.run()).outcome).toBe('succeeded');
    expect(server.sent).toEqual(['pause', 'pause', 'exchange', 'exchange', 'lift']);
  });
});

const SLOW_DOWN = new ProviderError('slow down', {
  vendorCode: 'Throttled',
  class: 'throttled',
  effect: 'none',
  retryAfterMs: 60_000,
});

/** A second branch under the hold, on the connection that works. */
const BESIDE: readonly StepBlueprint[] = ['first', 'second', 'third'].map((name, at, all) => ({
  kind: 'check',
  name,
  title: `the ${name} part of what is done beside`,
  operation: 'beside',
  arguments: { part: name },
  check: 'answered',
  needs: [at === 0 ? 'pause' : (all[at - 1] ?? '')],
  repeats: ['pause', 'lift'],
  relies: { on: 'pause', forMs: PAUSE_MS },
}));
