import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CallLanes } from './call-lanes.ts';
import { CredentialTrust } from './credential-trust.ts';

interface Call {
  readonly trust: CredentialTrust;
  readonly lane: number;
  readonly priority: number;
  readonly latencyMs: number;
}

const INTERVAL_MS = 1_000;

const scenario = fc.record({
  lanes: fc.array(fc.record({ inFlight: fc.integer({ min: 1, max: 4 }), count: fc.integer({ min: 1, max: 5 }) }), {
    minLength: 1,
    maxLength: 3,
  }),
  callsAtOnce: fc.integer({ min: 1, max: 5 }),
  calls: fc.array(
    fc.record({
      lane: fc.nat(2),
      priority: fc.nat(3),
      latencyMs: fc.integer({ min: 1, max: 1_500 }),
      atMs: fc.nat(3_000),
    }),
    { maxLength: 40 },
  ),
});

interface Sent extends Call {
  readonly sentMs: number;
  readonly endsMs: number;
}

/** Drives the lanes on a clock that jumps, as the estimate does. */
function drive({ lanes, callsAtOnce, calls }: typeof scenario extends fc.Arbitrary<infer Value> ? Value : never) {
  const all = new CallLanes<Call>(callsAtOnce);
  const open = lanes.map(({ inFlight, count }) =>
    all.open([{ inFlight, requests: { count, intervalMs: INTERVAL_MS } }]),
  );
  const trusts = lanes.map(() => new CredentialTrust());
  const coming = calls.toSorted((left, right) => left.atMs - right.atMs);
  const sent: Sent[] = [];
  const underWay = new Set<Sent>();
  let now = 0;
  for (;;) {
    while ((coming[0]?.atMs ?? Number.POSITIVE_INFINITY) <= now) {
      const next = coming.shift();
      const lane = (next?.lane ?? 0) % lanes.length;
      const [trust, target] = [trusts[lane], open[lane]];
      if (next === undefined || trust === undefined || target === undefined) throw new Error('the lane exists');
      all.enqueue(target, { ...next, trust, lane }, next.priority);
    }
    let next = all.next(now);
    for (; next.kind === 'send'; next = all.next(now)) {
      const entry = { ...next.call, sentMs: now, endsMs: now + next.call.latencyMs };
      const { lane, call } = next;
      sent.push(entry);
      underWay.add(Object.assign(entry, { end: () => all.ended(lane, call, entry.endsMs) }));
    }
    const ends = [...underWay].map(({ endsMs }) => endsMs);
    now = Math.min(next.untilMs, coming[0]?.atMs ?? Number.POSITIVE_INFINITY, ...ends);
    if (now === Number.POSITIVE_INFINITY) return sent;
    for (const entry of [...underWay].filter(({ endsMs }) => endsMs <= now)) {
      underWay.delete(entry);
      entry.trust.accept();
      (entry as Sent & { readonly end: () => void }).end();
    }
  }
}

test('sends every call once, within every rate, every number in flight and the cap over all', () => {
  fc.assert(
    fc.property(scenario, (drawn) => {
      const sent = drive(drawn);
      expect(sent).toHaveLength(drawn.calls.length);
      const atOnce = (calls: readonly Sent[], atMs: number): number =>
        calls.filter(({ sentMs, endsMs }) => sentMs <= atMs && atMs < endsMs).length;
      for (const { sentMs } of sent) expect(atOnce(sent, sentMs)).toBeLessThanOrEqual(drawn.callsAtOnce);
      for (const [index, { inFlight, count }] of drawn.lanes.entries()) {
        const own = sent.filter(({ lane }) => lane === index);
        for (const { sentMs } of own) {
          expect(atOnce(own, sentMs)).toBeLessThanOrEqual(inFlight);
          const inWindow = own.filter((other) => other.sentMs >= sentMs && other.sentMs <= sentMs + INTERVAL_MS);
          expect(inWindow.length).toBeLessThanOrEqual(count);
        }
        // Until the first answer one call tries the credentials.
        const [first, second] = own;
        if (first !== undefined && second !== undefined) expect(second.sentMs).toBeGreaterThanOrEqual(first.endsMs);
      }
    }),
  );
});

test('gives the cap over all to the highest priority of any account, and to the first of equal ones', () => {
  const lanes = new CallLanes<Call>(1);
  const limits = [{ inFlight: 9, requests: { count: 100, intervalMs: INTERVAL_MS } }];
  const [one, two] = [lanes.open(limits), lanes.open(limits)];
  const call = (lane: number, priority: number): Call => {
    const trust = new CredentialTrust();
    trust.accept();
    return { lane, priority, trust, latencyMs: 0 };
  };
  for (const [lane, priority] of [
    [1, 0],
    [0, 0],
    [1, 5],
    [0, 9],
  ] as const)
    lanes.enqueue(lane === 0 ? one : two, call(lane, priority), priority);
  const order: string[] = [];
  for (let next = lanes.next(0); next.kind === 'send'; next = lanes.next(0)) {
    order.push(`${next.call.lane}:${next.call.priority}`);
    expect(lanes.heldByCap(0)).toBe(4 - order.length);
    lanes.ended(next.lane, next.call, 0);
  }
  // Within an account places in flight come first, so that its calls keep their order.
  expect(order).toHaveLength(4);
  expect(order[0]).toBe('0:9');
});

test('gives up the calls that are meant, and sends the others in their order', () => {
  const lanes = new CallLanes<Call>();
  const lane = lanes.open([{ inFlight: 1, requests: { count: 100, intervalMs: INTERVAL_MS } }]);
  const trust = new CredentialTrust();
  for (const priority of [1, 3, 2, 4]) lanes.enqueue(lane, { trust, lane: 0, priority, latencyMs: 0 }, priority);
  expect(lanes.drop(({ priority }) => priority % 2 === 0).map(({ priority }) => priority)).toEqual([4, 2]);
  const order: number[] = [];
  for (let next = lanes.next(0); next.kind === 'send'; next = lanes.next(0)) {
    order.push(next.call.priority);
    lanes.ended(lane, next.call, 0);
  }
  expect(order).toEqual([3, 1]);
});
