import { type DataPlane, defined, type OpenStand, type StandService } from '@waybill/stand-kit';
import { listTasks } from '../control/list-tasks.ts';
import { measure } from '../control/metrics.ts';
import { ClockNotVirtualError, type SandboxControl } from '../control/sandbox-control.ts';
import { reportState } from '../control/state-report.ts';
import { FaultDeck } from '../faults/fault-deck.ts';
import type { FaultScript } from '../faults/fault-script.ts';
import { HeldCalls } from '../faults/held-calls.ts';
import { byStand, type NamedStand, type StandName, standsWith } from '../listed-stands.ts';
import { RequestLog } from '../server/request-log.ts';
import type { SandboxCredentials } from '../settings/credentials.ts';
import type { SandboxClock, VirtualClock } from '../world/clock.ts';
import type { SandboxOptions } from './sandbox.ts';
import { createWorld, type World } from './world.ts';

/** Everything behind the wire: the vendors' stands, faults and the request log. */
export interface Parts {
  readonly world: World;
  readonly list: readonly NamedStand[];
  readonly stands: Readonly<Record<StandName, OpenStand>>;
  readonly services: readonly StandService[];
  readonly faults: FaultDeck;
  readonly held: HeldCalls;
  readonly data: readonly DataPlane[];
  log: RequestLog;
}

export function buildParts(options: SandboxOptions & { clock: SandboxClock; credentials: SandboxCredentials }): Parts {
  const { clock, credentials, seed = 1 } = options;
  const list = standsWith(options.stands);
  const world = createWorld({
    seed,
    clock,
    stands: list,
    ...defined({ durations: options.durations, settings: options.settings, data: options.data }),
  });
  const stands = byStand((stand) => stand.open(world.forStand(stand), credentials[stand.name]), list);
  return {
    world,
    list,
    stands,
    services: Object.values(stands).flatMap(({ services }) => services),
    faults: new FaultDeck(options.faults ?? [], seed),
    held: new HeldCalls(),
    data: options.data ?? [],
    log: new RequestLog(),
  };
}

export function createControl(parts: Parts, initialFaults: FaultScript): SandboxControl {
  const { world, stands, services } = parts;
  return {
    state: () => reportState(stands, world.nowMs()),
    tasks: () => listTasks(reportState(stands, world.nowMs()), parts.list),
    requests: (filter) => parts.log.records(filter),
    metrics: () => measure(services, { log: parts.log, nowMs: world.nowMs() }),
    instances: () => parts.data.flatMap((plane) => plane.instances()),
    reset: () => resetParts(parts, initialFaults),
    setDurations: (patch) => world.setDurations(patch),
    setSettings: (patch) => world.setSettings(patch),
    setFaults: (script) => parts.faults.replace(script),
    held: () => parts.held.list(),
    release: (operation) => parts.held.release(operation),
    advance: (byMs) => requireVirtual(world).advance(byMs),
  };
}

function resetParts(parts: Parts, initialFaults: FaultScript): void {
  parts.world.reset();
  for (const stand of Object.values(parts.stands)) stand.reset();
  parts.faults.replace(initialFaults);
  parts.held.release();
  // Requests still in flight end in the log that they began in.
  parts.log = new RequestLog();
}

function requireVirtual({ clock }: World): VirtualClock {
  if (isVirtual(clock)) return clock;
  throw new ClockNotVirtualError(clock.kind);
}

function isVirtual(clock: SandboxClock): clock is VirtualClock {
  return clock.kind === 'virtual';
}
