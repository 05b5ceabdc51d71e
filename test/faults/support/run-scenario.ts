import {
  type ApplyOptions,
  applyPlan,
  type Clock,
  type Compiled,
  compilePlan,
  createRegistry,
  type Decision,
  type HttpResponse,
  type JournalRecord,
  MemoryDisk,
  openMemoryStore,
  type RunEvent,
  type RunResult,
  recordDecisions,
  TransportError,
} from '@waybill/core';
import { findAdoptions } from '@waybill/core/internal';
import { createSeededRandom, VirtualClock } from '@waybill/core/testing';
import { alicloudElasticsearch } from '@waybill/provider-alicloud-elasticsearch';
import { huaweicloudDcs } from '@waybill/provider-huaweicloud-dcs';
import {
  createInProcessSandbox,
  type FaultScript,
  type InProcessSandbox,
  type SandboxClock,
  type SettingsPatch,
} from '@waybill/sandbox';
import type { TimedRequest } from '@waybill/transport';
import { proposedAfter } from './proposed-after.ts';
import { CANARIES, planText, type Scenario } from './scenarios.ts';

/** How the units of a plan stand after all gates were opened, in one line: an outcome, and the code behind it. */
export type Ending =
  | 'succeeded'
  | `failed ${string}`
  | `unknown ${string}`
  | `suspended ${string}`
  | 'stopped'
  | 'gated';

export interface FaultedRun {
  readonly scenario: Scenario;
  readonly ending: Ending;
  readonly results: readonly RunResult[];
  readonly records: readonly JournalRecord[];
  readonly events: readonly RunEvent[];
  readonly sandbox: InProcessSandbox;
  readonly gatesOpened: number;
  /** Runs on without any fault, as after the cause was removed. */
  readonly runAgain: () => Promise<Ending>;
  /**
   * Carries out the first command that the summary proposes, and the resume after it, without any fault. Of two ways to
   * settle a call, an operator takes the one that the vendor's console shows.
   */
  readonly followAdvice: (console: { readonly showsTheCall: boolean }) => Promise<Followed>;
}

/** What a run left behind, here and at the vendors. */
export type RunTraces = Pick<FaultedRun, 'scenario' | 'ending' | 'results' | 'records' | 'events' | 'sandbox'>;

export interface Followed {
  readonly first: string;
  readonly ending: Ending;
}

const registry = createRegistry([alicloudElasticsearch, huaweicloudDcs]);
const LIMIT_MS = 24 * 3_600_000;
/** Less than the sandbox's huge body, as a transport may be set to. */
const MAX_RESPONSE_CHARS = 1024 * 1024;

/** Long enough that a wait sees every state, and all alike so that rows can be compared. */
const DURATIONS = {
  alicloudPendingMs: 3_000,
  alicloudRunningMs: 9_000,
  dcsMachineCreationMs: 6_000,
  dcsJobMs: 6_000,
  dcsFullSyncMs: 9_000,
  dcsCatchUpMs: 5_000,
  dcsStopMs: 3_000,
  dcsExchangeMs: 5_000,
  dcsImportMs: 9_000,
  jitterFraction: 0,
};

export interface RunOptions {
  readonly inFlight?: number;
  readonly settings?: SettingsPatch;
  /** How long copying everything takes. */
  readonly fullSyncMs?: number;
}

/** Runs a scenario to its end under a fault script, on a virtual clock, opening its gates as a person would. */
export async function runScenario(
  scenario: Scenario,
  faults: FaultScript,
  options: RunOptions = {},
): Promise<FaultedRun> {
  const clock = new VirtualClock();
  const { inFlight = 4, settings = scenario.settings ?? {}, fullSyncMs = DURATIONS.dcsFullSyncMs } = options;
  const durations = { ...DURATIONS, dcsFullSyncMs: fullSyncMs };
  const vendor = createInProcessSandbox({ clock: sandboxClock(clock), faults, durations, settings });
  const world = createWorld(compile(scenario, inFlight), { clock, sandbox: vendor, seed: 1 });
  const { ending, gatesOpened } = await runToEnd(world, scenario.gates);
  const { sandbox, disk, events, results } = world;
  const runAgain = async (): Promise<Ending> => {
    sandbox.control.setFaults([]);
    return (await runToEnd(world, scenario.gates - gatesOpened)).ending;
  };
  const followAdvice: FaultedRun['followAdvice'] = async ({ showsTheCall }) => {
    sandbox.control.setFaults([]);
    const [first] = adviceAfter(world).filter((command) => showsTheCall || !command.includes(' adopt '));
    if (first === undefined) throw new Error('no command is proposed');
    const retryFailed = await carryOut(first, world);
    return { first, ending: (await runToEnd(world, scenario.gates, { retryFailed })).ending };
  };
  return { scenario, ending, results, records: disk.records, events, sandbox, gatesOpened, runAgain, followAdvice };
}

/**
 * Runs a scenario until an operation has taken effect, and loses the state there. An empty one runs, and what it proposes
 * first is carried out. The intents of the lost state count among the records: its effects are at the vendor.
 */
export async function followAdviceAfterLostState(scenario: Scenario, lastEffect: string): Promise<AfterLostState> {
  const clock = new VirtualClock();
  const { settings = {} } = scenario;
  const sandbox = createInProcessSandbox({ clock: sandboxClock(clock), faults: [], durations: DURATIONS, settings });
  const lost = createWorld(compile(scenario, 4), { clock, sandbox, seed: 1 });
  await runUntilEffect(lost, scenario.gates, lastEffect);
  const world = createWorld(lost.compiled, { clock, sandbox, seed: 2 });
  const stopped = await runToEnd(world, scenario.gates);
  const [first] = adviceAfter(world);
  if (first === undefined) throw new Error('no command is proposed');
  const follow = async (command: string): Promise<RunTraces> => {
    const retryFailed = await carryOut(command, world);
    const { ending } = await runToEnd(world, scenario.gates, { retryFailed });
    const { events, results } = world;
    return { scenario, sandbox, ending, records: [...lost.disk.records, ...world.disk.records], events, results };
  };
  const run = await follow(first);
  return { stopped: stopped.ending, first, run, next: adviceAfter(world), follow };
}

export interface AfterLostState {
  /** How the run on the empty state ended. */
  readonly stopped: Ending;
  readonly first: string;
  /** After the first command was carried out. */
  readonly run: RunTraces;
  readonly next: readonly string[];
  readonly follow: (command: string) => Promise<RunTraces>;
}

/** What the summary of the last run proposes. */
function adviceAfter({ compiled, results }: World): readonly string[] {
  const result = results.at(-1);
  if (result === undefined) throw new Error('nothing has run');
  return proposedAfter(compiled, result, { file: 'faults.yaml', flags: {} });
}

/** Does what a proposed command does, up to the resume that follows each of them. True: failed units are retried. */
async function carryOut(command: string, world: World): Promise<boolean> {
  const words = command.replaceAll("'", '').split(' ').slice(1);
  if (words[0] === 'resume') return words.includes('--retry-failed');
  const { graph } = world.compiled;
  const looksUp = words[1] === 'adopt' && !words.some((word) => graph.stepsByAddress.has(word));
  await recordDecisions(looksUp ? await adoptionsOf(words, world) : decisionsOf(words, graph), {
    graph,
    store: openMemoryStore(world.disk),
    clock: world.clock,
    owner: { host: 'matrix', pid: 1, user: 'nobody' },
  });
  return false;
}

/** Units whose tasks are looked up, as for `state adopt` with units or `--all`. */
async function adoptionsOf(words: readonly string[], world: World): Promise<readonly Decision[]> {
  const isMeant = ({ address }: { readonly address: string }): boolean =>
    words.includes('--all') || words.includes(address);
  const { found } = await world.clock.runUntil(
    findAdoptions({
      ...world.compiled,
      ...surroundings(world),
      isMeant,
      signal: new AbortController().signal,
    }),
    LIMIT_MS,
  );
  return found.map(({ step, outputs, existingIds, evidence }) => ({
    kind: 'adopt',
    step,
    outputs,
    existingIds,
    isFound: true,
    reason: evidence,
  }));
}

function outputsIn(words: readonly string[]): Readonly<Record<string, string>> {
  const given = words.flatMap((word, index) => (words[index - 1] === '--output' ? [word.split('=', 2)] : []));
  return Object.fromEntries(given.filter(([, value]) => value !== '...'));
}

function decisionsOf([verb, ...words]: readonly string[], graph: CompiledPlan['graph']): readonly Decision[] {
  const reason = 'the cause is gone';
  const named = words.filter((word) => graph.unitsByAddress.has(word) || graph.stepsByAddress.has(word));
  if (verb === 'redo' || verb === 'accept') return named.map((unit) => ({ kind: verb, unit, reason }));
  if (verb === 'state' && words[0] === 'adopt')
    return named.map((step) => ({ kind: 'adopt', step, outputs: outputsIn(words), reason }));
  if (verb === 'state' && words[0] === 'resolve')
    return named.map((step) => ({ kind: 'resolve', step, resolution: 'did-not-happen', reason }));
  throw new Error(`nothing is known of ${verb ?? ''} ${words.join(' ')}`);
}

/** What outlives a run: the vendors, the state and the time. */
interface World {
  readonly compiled: CompiledPlan;
  readonly clock: VirtualClock;
  readonly sandbox: InProcessSandbox;
  readonly disk: MemoryDisk;
  readonly events: RunEvent[];
  readonly results: RunResult[];
}

function createWorld(
  compiled: CompiledPlan,
  { clock, sandbox, seed }: Pick<World, 'clock' | 'sandbox'> & { readonly seed: number },
): World {
  return {
    compiled,
    clock,
    sandbox,
    disk: new MemoryDisk('faults', createSeededRandom(seed)),
    events: [],
    results: [],
  };
}

/** A run that is stopped as soon as the effect of an operation is recorded. */
async function runUntilEffect(world: World, gates: number, operation: string): Promise<void> {
  const stopping = new AbortController();
  const onEvent = (event: RunEvent): void => {
    if (event.kind !== 'step.succeeded') return;
    const step = world.compiled.graph.stepsByAddress.get(event.step);
    if (step !== undefined && 'operation' in step && step.operation === operation) stopping.abort();
  };
  await runToEnd(world, gates, { signal: stopping.signal, onEvent });
  if (!stopping.signal.aborted) throw new Error(`${operation} was not called`);
}

/** Runs, and runs again after each gate, until nothing is left that opening a gate could set going. */
async function runToEnd(
  world: World,
  gates: number,
  more: Partial<ApplyOptions> = {},
): Promise<{ ending: Ending; gatesOpened: number }> {
  for (let gatesOpened = 0; ; ) {
    const result = await world.clock.runUntil(apply(world, more), LIMIT_MS);
    world.results.push(result);
    if (result.outcome !== 'gated' || gatesOpened >= gates) return { ending: endingOf(result), gatesOpened };
    for (const { status, step } of result.units) {
      if (status !== 'gated' || step === undefined) continue;
      await openMemoryStore(world.disk).post({ kind: 'approve', step, by: 'operator' });
      gatesOpened += 1;
    }
  }
}

type CompiledPlan = NonNullable<Compiled['compiled']>;

const compiledPlans = new Map<string, CompiledPlan>();

function compile(scenario: Scenario, inFlight: number): CompiledPlan {
  const text = planText(scenario, inFlight);
  const known = compiledPlans.get(text);
  if (known !== undefined) return known;
  const { compiled, diagnostics } = compilePlan(text, { file: 'faults.yaml', registry });
  if (compiled === undefined) throw new Error(`the plan of ${scenario.name} is wrong: ${JSON.stringify(diagnostics)}`);
  compiledPlans.set(text, compiled);
  return compiled;
}

function apply(world: World, more: Partial<ApplyOptions>): Promise<RunResult> {
  return applyPlan({
    ...world.compiled,
    ...surroundings(world),
    owner: { host: 'matrix', pid: 1, user: 'nobody' },
    onEvent: (event) => world.events.push(event),
    ...more,
  });
}

/** What a run and a look-up are lent. */
function surroundings({ clock, sandbox, disk }: World) {
  const { alicloud, huaweicloud } = sandbox.credentials;
  return {
    registry,
    store: openMemoryStore(disk),
    transport: { send: (request: TimedRequest) => exchange(request, sandbox, clock) },
    clock,
    random: createSeededRandom(3 + disk.epoch),
    env: {
      ALIBABA_CLOUD_ACCESS_KEY_ID: alicloud.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: alicloud.accessKeySecret,
      HUAWEICLOUD_SDK_AK: huaweicloud.accessKey,
      HUAWEICLOUD_SDK_SK: huaweicloud.secretKey,
      HUAWEICLOUD_SDK_PROJECT_ID: huaweicloud.projectId,
    },
    readSecret,
  };
}

const readSecret: ApplyOptions['readSecret'] = (source) =>
  source.kind === 'env' ? CANARIES[source.name as keyof typeof CANARIES] : undefined;

/** One exchange with the limits that a real transport keeps: a time for the whole answer and a size. */
async function exchange(request: TimedRequest, sandbox: InProcessSandbox, clock: VirtualClock): Promise<HttpResponse> {
  const timeoutMs = request.timeouts?.responseMs ?? LIMIT_MS;
  const cancel = new AbortController();
  const timeout = clock.sleep(timeoutMs, cancel.signal).then(() => 'timeout' as const);
  timeout.catch(() => {});
  await clock.sleep(10);
  const answer = await Promise.race([sandbox.exchange(request), timeout]);
  cancel.abort();
  if (answer === 'timeout') throw lost(`no answer within ${timeoutMs} ms`, 'EXCHANGE_TIMEOUT');
  if (answer === undefined || answer.isCut) throw lost('the connection was reset', 'ECONNRESET');
  if (answer.body.length > MAX_RESPONSE_CHARS) throw lost('the answer is too large', 'RESPONSE_TOO_LARGE');
  const headers = Object.fromEntries(
    Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return { status: answer.status, headers, body: answer.body };
}

function lost(message: string, reason: string): TransportError {
  return new TransportError(message, { wasSent: true, reason });
}

/** The worst of its units decides: what needs a person first. */
function endingOf({ outcome, units, suspended }: RunResult): Ending {
  const unknown = units.find((unit) => unit.status === 'unknown');
  if (unknown !== undefined) return `unknown ${unknown.failure?.code ?? 'without a code'}`;
  const failed = units.find((unit) => unit.status === 'failed');
  if (failed !== undefined) return `failed ${failed.failure?.code ?? 'without a code'}`;
  const [suspension] = suspended;
  if (suspension !== undefined) return `suspended ${suspension.code}`;
  return outcome === 'failed' ? 'failed without a unit' : outcome;
}

/** The sandbox on the run's clock. */
function sandboxClock(clock: VirtualClock & Clock): SandboxClock {
  return {
    kind: 'real',
    now: () => clock.now(),
    setTimer: (fire, delayMs) => {
      const cancel = new AbortController();
      clock.sleep(delayMs, cancel.signal).then(fire, () => {});
      return () => cancel.abort();
    },
  };
}
