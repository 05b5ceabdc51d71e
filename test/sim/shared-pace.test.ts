import { describe, expect, it } from 'vitest';
import { DerivedWorld } from './derived-world.ts';
import { pulledInParts } from './explore-plan.ts';

const PER_SECOND = 40;
/** Each second counts a copy by what it was allowed at its beginning, until it is first seen. */
const FIRST_ROUNDS = 12;

interface Call {
  readonly atMs: number;
  readonly path: string;
  readonly body: string;
}

/** A run of `reindex.yaml` with a pace of the new cluster, and what it sent. */
async function applied(edit: (text: string) => string = (text) => text) {
  const calls: Call[] = [];
  const lists: number[] = [];
  const world = new DerivedWorld('reindex.yaml', {
    edit: (text) => edit(text).replace('limits: { slices: 4 }', `pace: { documents: ${PER_SECOND}/s }`),
    carry: async (request, exchange) => {
      const { pathname, search, host } = new URL(request.url);
      calls.push({ atMs: world.clock.monotonicMs(), path: `${host}${pathname}${search}`, body: request.body ?? '' });
      const answer = await exchange(request);
      if (host.startsWith('10.20.0.9') && pathname === '/_tasks') lists.push(speedIn(answer?.body ?? '{}'));
      return answer;
    },
  });
  const begunMs = world.clock.monotonicMs();
  const { outcome } = await world.apply();
  return { outcome, calls, lists, tookMs: world.clock.monotonicMs() - begunMs };
}

/** Documents a second of all copies under way. */
function speedIn(answer: string): number {
  const { tasks = [] } = JSON.parse(answer) as { readonly tasks?: readonly { readonly status?: Speed }[] };
  return tasks.reduce((sum, { status }) => sum + (status?.requests_per_second ?? 0), 0);
}

function speedOf(path: string): number {
  return Number(new URL(`http://${path}`).searchParams.get('requests_per_second'));
}

interface Speed {
  readonly requests_per_second: number;
}

describe('the pace of a connection', () => {
  it('is shared by the copies that its cluster makes', async () => {
    const { outcome, calls, lists } = await applied((text) =>
      pulledInParts(text).replace('parts: 2', 'parts: 2\n      batch: 20'),
    );
    expect(outcome).toBe('succeeded');
    const started = calls.filter(({ path }) => path.startsWith('10.20.0.9:9200/_reindex?'));
    expect(started).toHaveLength(4);
    // Three start at once and are slowed down by their polls; they make room for the fourth.
    const speeds = started.map(({ path }) => speedOf(path));
    expect(speeds).toEqual([PER_SECOND, PER_SECOND, PER_SECOND, PER_SECOND / 4]);
    const changed = calls.filter(({ path }) => path.includes('/_rethrottle?'));
    expect(changed.length).toBeGreaterThanOrEqual(started.length);
    const shares = changed.map(({ path }) => Math.round(PER_SECOND / speedOf(path)));
    expect(changed.map(({ path }) => speedOf(path))).toEqual(shares.map((parts) => PER_SECOND / parts));
    expect(Math.max(...lists.slice(FIRST_ROUNDS))).toBeLessThanOrEqual(PER_SECOND * 1.02);
    expect(lists.at(-2)).toBe(PER_SECOND);
  });

  it('holds for documents that own work writes and reads there', async () => {
    const { outcome, calls, tookMs } = await applied((text) =>
      text.replaceAll('method: bulk', 'method: bulk\n      parts: 2'),
    );
    expect(outcome).toBe('succeeded');
    const written = calls.filter(({ path }) => path.includes('/_bulk')).map(({ body }) => body.split('\n').length >> 1);
    const documents = written.reduce((sum, count) => sum + count, 0);
    expect(documents).toBeGreaterThan(1_000);
    expect(tookMs).toBeGreaterThan((documents / PER_SECOND) * 1_000);
  });

  it('of the source holds for copies that the target was chosen to make', async () => {
    const calls: string[] = [];
    const world = new DerivedWorld('reindex.yaml', {
      edit: (text) =>
        text.replace(
          'password: ${{ secrets.old }}',
          `password: \${{ secrets.old }}\n    pace: { documents: ${PER_SECOND}/s }`,
        ),
      carry: async (request, exchange) => {
        calls.push(request.url);
        return await exchange(request);
      },
    });
    expect((await world.apply()).outcome).toBe('succeeded');
    const started = calls.filter((url) => /_reindex\?.*wait_for_completion/.test(url));
    expect(started.length).toBeGreaterThan(0);
    for (const url of started) expect(url).toContain(`requests_per_second=${PER_SECOND}`);
  });

  it('changes nothing where there is none', async () => {
    const calls: string[] = [];
    const world = new DerivedWorld('reindex.yaml', {
      edit: pulledInParts,
      carry: async (request, exchange) => {
        calls.push(request.url);
        return await exchange(request);
      },
    });
    await world.apply();
    expect(calls.filter((url) => url.includes('_rethrottle') || url.includes('requests_per_second'))).toEqual([]);
  });
});
