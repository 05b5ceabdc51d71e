import { describe, expect, it } from 'vitest';
import { PausedServer } from '../testing/internal/paused-server.ts';
import { PAUSE_MS } from '../testing/internal/paused-unit.ts';

const MOST = 4;
const CALM = ['pause', 'pause', 'exchange', 'lift'];

describe('steps that rely on what holds for a while', () => {
  it('are done at once while it holds', async () => {
    const server = new PausedServer();
    expect((await server.run()).outcome).toBe('succeeded');
    expect(server.sent).toEqual(CALM);
  });

  it('have it done anew by a later run, wherever the process died and however long it was dead', async () => {
    const calm = new PausedServer();
    await calm.run();
    for (let deathAt = 1; deathAt <= calm.world.disk.records.length; deathAt += 1)
      for (const phase of ['before', 'after'] as const)
        for (const deadMs of [0, PAUSE_MS]) {
          const server = new PausedServer();
          const where = `killed ${phase} commit ${deathAt}, dead for ${deadMs} ms`;
          await server.dieAt(deathAt, phase);
          await server.world.clock.advance(deadMs);
          expect((await server.run()).outcome, where).toBe('succeeded');
          expect(server.exchangedUnderWriters, where).toBe(false);
          expect(server.isPaused, where).toBe(false);
          expect(server.sent.filter((operation) => operation === 'exchange')).toHaveLength(1);
        }
  });

  it.each(['lag', 'count'] as const)(
    'have it done anew when somebody slept while they asked: %s',
    async (operation) => {
      const server = new PausedServer();
      server.onAsked = (asked, times) => {
        if (asked === operation && times === 1) server.sleptMs += 3_600_000;
        return undefined;
      };
      expect((await server.run()).outcome).toBe('succeeded');
      expect(server.exchangedUnderWriters).toBe(false);
      expect(server.sent).toEqual(['pause', ...CALM]);
    },
  );

  it('have work that was done of a part under an earlier hold done whole', async () => {
    const server = new PausedServer();
    await server.dieAt(indexOfFirst('slice.done', await recordsOfCalm()) + 1, 'after');
    expect(server.world.disk.records.at(-1)).toMatchObject({ kind: 'slice.done' });
    await server.world.clock.advance(PAUSE_MS);
    expect((await server.run()).outcome).toBe('succeeded');
    // One before the death, and both after it; each beside the count before it.
    expect(server.asked.filter((operation) => operation === 'count').length).toBeGreaterThanOrEqual(5);
  });

  it('wait no longer than it holds, and wait again once it does', async () => {
    const server = new PausedServer();
    server.lagPolls = 30;
    expect((await server.run()).outcome).toBe('succeeded');
    expect(server.sent.filter((operation) => operation === 'pause').length).toBeGreaterThan(2);
    expect(server.exchangedUnderWriters).toBe(false);
  });

  it('fail in the end, and let go, where they are never done in time', async () => {
    const server = new PausedServer();
    server.lagPolls = 1_000;
    const result = await server.run();
    expect(result.units[0]).toMatchObject({ status: 'failed', failure: { code: 'RUN_HOLD_OVER' } });
    expect(server.sent.at(-1)).toBe('lift');
    expect(server.isPaused).toBe(false);
  });

  it.each([
    ['copy that lags', (server: PausedServer) => Object.assign(server, { lagPolls: 1_000 })],
    ['server that is slow', (server: PausedServer) => Object.assign(server, { latencyMs: 160_000 })],
  ])('let writers wait once more, and no oftener, for what takes longer than it holds: %s', async (_cause, slow) => {
    const server = new PausedServer();
    slow(server);
    const { units } = await server.run();
    expect(units[0]).toMatchObject({ status: 'failed', failure: { code: 'RUN_HOLD_OVER' } });
    expect(units[0]?.failure?.message).toMatch(/ done within 5m of it: the last time, \S+ had passed\.$/);
    expect(server.sent).toEqual(['pause', 'pause', 'lift']);
    expect(server.isPaused).toBe(false);
  });

  it('count for their unit how often they have it done anew, and not each for itself', async () => {
    const server = new PausedServer({ maxAttempts: MOST });
    let [lags, counts] = [0, 0];
    server.onAsked = (operation) => {
      if (operation === 'lag') {
        counts = 0;
        lags += 1;
        if (lags % 2 !== 0) server.sleptMs += 3_600_000;
      } else if (operation === 'count') {
        counts += 1;
        if (counts === 2) server.sleptMs += 3_600_000;
      }
      return undefined;
    };
    const { units } = await server.run();
    expect(units[0]).toMatchObject({ status: 'failed', failure: { code: 'RUN_HOLD_OVER' } });
    expect(server.sent).toEqual([...Array.from({ length: MOST + 1 }, () => 'pause'), 'lift']);
  });

  it('fail by what they find while it holds', async () => {
    const server = new PausedServer();
    server.onAsked = (operation) => {
      if (operation === 'count') server.pausedUntilMs = 0;
      return undefined;
    };
    const result = await server.run();
    expect(result.units[0]).toMatchObject({ status: 'failed', failure: { code: 'RUN_VERIFY_DIFFERENT' } });
    expect(server.sent).toEqual(['pause', 'lift']);
  });
});

async function recordsOfCalm(): Promise<readonly { readonly kind: string }[]> {
  const calm = new PausedServer();
  await calm.run();
  return calm.world.disk.records;
}

function indexOfFirst(kind: string, records: readonly { readonly kind: string }[]): number {
  return records.findIndex((record) => record.kind === kind);
}
