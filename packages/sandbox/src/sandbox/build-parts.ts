import { measure } from '../control/metrics.ts';
import { ClockNotVirtualError, type SandboxControl } from '../control/sandbox-control.ts';
import { reportState } from '../control/state-report.ts';
import { FaultDeck } from '../faults/fault-deck.ts';
import type { FaultScript } from '../faults/fault-script.ts';
import { HeldCalls } from '../faults/held-calls.ts';
import { RequestLog } from '../server/request-log.ts';
import type { SandboxCredentials } from '../settings/credentials.ts';
import type { Gateway, Operation } from '../stand/gateway.ts';
import { AlicloudState } from '../vendors/alicloud-elasticsearch/alicloud-state.ts';
import { AlicloudGateway } from '../vendors/alicloud-elasticsearch/gateway.ts';
import { alicloudOperations } from '../vendors/alicloud-elasticsearch/operations.ts';
import { HuaweicloudGateway } from '../vendors/huaweicloud-dcs/gateway.ts';
import { HuaweicloudState } from '../vendors/huaweicloud-dcs/huaweicloud-state.ts';
import { createIamGateway, iamOperations } from '../vendors/huaweicloud-dcs/iam.ts';
import { huaweicloudOperations } from '../vendors/huaweicloud-dcs/operations.ts';
import { TokenStore } from '../vendors/huaweicloud-dcs/token-store.ts';
import type { SandboxClock, VirtualClock } from '../world/clock.ts';
import type { SandboxOptions } from './sandbox.ts';
import { createWorld, type World } from './world.ts';

/** Everything behind the wire: the vendors' state, gateways and operations, faults and the request log. */
export interface Parts {
  readonly world: World;
  readonly tokens: TokenStore;
  readonly alicloud: AlicloudState;
  readonly huaweicloud: HuaweicloudState;
  readonly gateways: {
    readonly alicloud: AlicloudGateway;
    readonly huaweicloud: HuaweicloudGateway;
    readonly 'huaweicloud-iam': Gateway;
  };
  readonly operations: readonly Operation[];
  readonly faults: FaultDeck;
  readonly held: HeldCalls;
  log: RequestLog;
}

export function buildParts(options: SandboxOptions & { clock: SandboxClock; credentials: SandboxCredentials }): Parts {
  const { clock, credentials, seed = 1 } = options;
  const world = createWorld({
    seed,
    clock,
    ...(options.durations === undefined ? {} : { durations: options.durations }),
    ...(options.settings === undefined ? {} : { settings: options.settings }),
  });
  const tokens = new TokenStore();
  const alicloud = new AlicloudState(world);
  const huaweicloud = new HuaweicloudState(world);
  const alicloudGateway = new AlicloudGateway(world, credentials.alicloud);
  const huaweicloudGateway = new HuaweicloudGateway(world, credentials.huaweicloud, tokens);
  return {
    world,
    tokens,
    alicloud,
    huaweicloud,
    gateways: {
      alicloud: alicloudGateway,
      huaweicloud: huaweicloudGateway,
      'huaweicloud-iam': createIamGateway(world, huaweicloudGateway),
    },
    operations: [
      ...alicloudOperations({ world, state: alicloud }),
      ...huaweicloudOperations({ world, state: huaweicloud }),
      ...iamOperations({ world, credentials: credentials.huaweicloud, tokens }),
    ],
    faults: new FaultDeck(options.faults ?? [], seed),
    held: new HeldCalls(),
    log: new RequestLog(),
  };
}

export function createControl(parts: Parts, initialFaults: FaultScript): SandboxControl {
  const { world, alicloud, huaweicloud } = parts;
  return {
    state: () => reportState({ world, alicloud, huaweicloud }),
    requests: (filter) => parts.log.records(filter),
    metrics: () => {
      const { releaseIdleAfterMs } = world.settings().huaweicloud;
      return measure({ log: parts.log, alicloud, huaweicloud, nowMs: world.nowMs(), releaseIdleAfterMs });
    },
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
  parts.alicloud.reset();
  parts.huaweicloud.reset();
  parts.tokens.clear();
  parts.gateways.alicloud.reset();
  parts.gateways.huaweicloud.reset();
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
