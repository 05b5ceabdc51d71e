import type { Clock, Random } from '../clock.ts';
import { ConnectedProviders, type ConnectProvidersOptions, resolveConfig } from '../connect/connect-providers.ts';
import { assertInvariant } from '../errors.ts';
import type { PlannedUnit, Step } from '../graph/graph.ts';
import { mayHaveJustCalled } from '../limits/may-have-just-called.ts';
import type { RunProvider } from '../limits/run-provider.ts';
import type { ProviderEntry } from '../plan/plan.ts';
import type { Provider } from '../provider/provider.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import type { Transport } from '../provider/transport.ts';
import { literalSecrets } from '../redact/literal-secrets.ts';
import { redactError } from '../redact/redact-error.ts';
import { redactTexts } from '../redact/redact-texts.ts';
import { environmentSecrets, Redactor } from '../redact/redactor.ts';
import { captureCheckOutputs } from '../steps/check/capture-check-outputs.ts';
import { type CheckOutcome, missedReach, type ReadEnding } from '../steps/check/judge-check.ts';
import { defined } from '../value/defined.ts';
import { askProvider, type Inquiry } from './ask-provider.ts';
import { type Agenda, buildAgenda, buildFollowingAgenda, type FollowingCheck } from './build-agenda.ts';
import {
  describeConnectFailure,
  describeInquiry,
  describeOutcome,
  notAsked,
  soften,
  wrong,
} from './describe-finding.ts';
import { findForeignEndpoint } from './find-foreign-endpoint.ts';
import { findForerunners } from './find-forerunners.ts';
import { findMissingSecrets } from './find-unknown.ts';
import { causeOf, type FindingCause, joinCauses, unreachable } from './join-causes.ts';
import { judgeQuestions } from './judge-questions.ts';
import { linkGivingUp } from './link-giving-up.ts';
import type { Preflight, PreflightFinding } from './preflight.ts';
import { buildPreflightScope, type PreflightScope, type PreflightScopeOptions } from './preflight-scope.ts';
import { readOnlyProvider } from './read-only-provider.ts';
import type { Question, Reading } from './reading.ts';

export interface RunPreflightOptions extends PreflightScopeOptions {
  readonly registry: ProviderRegistry;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborting it ends the preflight: it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /**
   * What has no answer by then is left unasked, in milliseconds.
   *
   * @default one minute
   */
  readonly timeLimitMs?: number;
  /**
   * Hosts (`api.example.com`) or origins that may be asked beside the vendors' own, for plans that nobody has reviewed.
   * A provider with any other endpoint is not asked and blocks. Undefined: every endpoint of the plan is asked.
   */
  readonly allowedEndpoints?: readonly string[];
  /** Called whenever a read has ended. Must not throw. */
  readonly onProgress?: (progress: PreflightProgress) => void;
}

/** In distinct reads: many checks share one. */
export interface PreflightProgress {
  readonly done: number;
  readonly total: number;
}

/**
 * Asks everything that can be known before anything is done: whether secrets resolve, whether credentials work, and what
 * the checks of units that have not begun find. It only reads, inside the limits of a run. What is wrong is in the result
 * and is not thrown.
 */
export async function runPreflight(options: RunPreflightOptions): Promise<Preflight> {
  options.signal?.throwIfAborted();
  const scope = buildPreflightScope(options);
  const agenda = buildAgenda(scope, options.registry);
  using limit = linkGivingUp(options);
  await using connected = new ConnectedProviders();
  const redactor = new Redactor(
    [...scope.secrets.values(), ...literalSecrets(scope.plan)],
    environmentSecrets(options.env),
  );
  redactor.alsoFrom(() => connected.secrets);
  const inquiry = new PreflightInquiry({ ...options, scope, agenda, connected, givingUp: limit.signal, redactor });
  try {
    await inquiry.askAll();
  } catch (error) {
    throw redactError(error, redactor);
  }
  options.signal?.throwIfAborted();
  return inquiry.result();
}

interface InquiryParts extends RunPreflightOptions {
  readonly scope: PreflightScope;
  readonly agenda: Agenda;
  readonly connected: ConnectedProviders;
  readonly givingUp: AbortSignal;
  readonly redactor: Redactor;
}

/** Works off an agenda and keeps the findings. Every text it keeps has passed the redactor. */
class PreflightInquiry {
  readonly #parts: InquiryParts;
  readonly #steps = new Map<string, PreflightFinding>();
  readonly #credentials = new Map<string, PreflightFinding>();
  readonly #blocking: Question[] = [];
  readonly #notYet = new Set<string>();
  /** Checks of which it is known what later ones are asked with. */
  readonly #shown = new Set<string>();
  /** By address of the step: what its finding comes from, where that is known. */
  readonly #causes = new Map<string, FindingCause>();
  /** By address of a step whose read got no answer that says anything of it: who did not give it. */
  readonly #unanswered = new Map<string, string>();
  /** Aliases of providers that did not answer at all. */
  readonly #outOfReach = new Set<string>();
  readonly #registry: ProviderRegistry;
  /** What is asked now. */
  #agenda: Agenda;
  #following: readonly FollowingCheck[] = [];
  /** Checks whose answers others are asked with. */
  #needed: ReadonlySet<string> = new Set();
  #total = 0;
  #done = 0;
  #hasForerunner: ((unit: PlannedUnit) => boolean) | undefined;

  constructor(parts: InquiryParts) {
    const { agenda, registry, givingUp } = parts;
    this.#parts = parts;
    this.#agenda = agenda;
    this.#registry = new Map(
      [...registry].map(([type, provider]) => [type, readOnlyProvider(provider, givingUp)] as const),
    );
    this.#open(agenda);
  }

  /** `waiting`: checks of earlier rounds. */
  #open(agenda: Agenda, waiting: readonly FollowingCheck[] = []): void {
    this.#agenda = agenda;
    this.#following = [...waiting, ...agenda.following];
    this.#needed = new Set(this.#following.flatMap(({ needed }) => needed));
    this.#total += [...agenda.readings.values()].reduce((sum, list) => sum + list.size, 0);
    for (const [step, reason] of agenda.unaskable) this.#keep(step, notAsked(reason));
  }

  /** Every provider is connected before the first is asked: which of them share an account decides how fast each may be. */
  async askAll(): Promise<void> {
    const entries = [...this.#parts.scope.plan.providers.values()];
    const obstacles = await Promise.all(entries.map((entry) => this.#connect(entry)));
    this.#parts.connected.openChannels(this.#connectOptions());
    await Promise.all(entries.map(({ alias }, index) => this.#ask(alias, obstacles[index])));
    await this.#askFollowing();
  }

  /** Checks that are asked with what others have shown, as often as that makes one askable. */
  async #askFollowing(): Promise<void> {
    for (;;) {
      const { scope, givingUp } = this.#parts;
      const isReady = ({ needed }: FollowingCheck): boolean => needed.every((step) => this.#shown.has(step));
      const ready = this.#following.filter(isReady);
      if (ready.length === 0 || givingUp.aborted) return;
      for (const { step } of ready) this.#steps.delete(step.address);
      this.#open(
        buildFollowingAgenda(ready, scope),
        this.#following.filter((check) => !isReady(check)),
      );
      const asked = [...this.#agenda.readings].filter(([, list]) => list.size > 0).map(([alias]) => alias);
      await Promise.all(asked.map((alias) => this.#askMore(alias)));
    }
  }

  async #askMore(alias: string): Promise<void> {
    if (this.#credentials.get(alias)?.verdict !== 'passed') {
      this.#leaveUnasked(alias, `Provider ${alias} was not asked: its check credentials-work says why.`);
      return;
    }
    const inquiry = await this.#inquire(alias);
    if (inquiry.kind === 'refused') this.#keepCredentials(alias, describeInquiry(inquiry));
    this.#leaveUnasked(alias, this.#reasonAfter(inquiry, alias));
  }

  #inquire(alias: string): Promise<Inquiry> {
    return askProvider({
      channel: this.#connectionOf(alias).channel,
      readings: this.#agenda.readings.get(alias)?.values() ?? [],
      givingUp: this.#parts.givingUp,
      onEnding: (reading, ending) => this.#onEnding(reading, ending),
    });
  }

  async #ask(alias: string, obstacle: Obstacle | undefined): Promise<void> {
    if (obstacle !== undefined) {
      this.#keepCredentials(alias, obstacle.finding);
      this.#leaveUnasked(alias, `Provider ${alias} was not asked: ${reasonOf(obstacle)}`);
      return;
    }
    const inquiry = await this.#inquire(alias);
    this.#keepCredentials(alias, describeInquiry(inquiry));
    if (inquiry.kind === 'out-of-reach') {
      this.#outOfReach.add(alias);
      this.#forgetUnanswered(alias);
      this.#missReach(alias, inquiry);
    }
    this.#leaveUnasked(alias, this.#reasonAfter(inquiry, alias));
  }

  #connectionOf(alias: string): RunProvider {
    const connection = this.#parts.connected.byAlias.get(alias);
    assertInvariant(connection !== undefined, `a provider without an obstacle is connected: ${alias}`);
    return connection;
  }

  /** What is wrong with a connection is said once, with the provider, and not by each check that met it. */
  #forgetUnanswered(alias: string): void {
    for (const { questions } of this.#agenda.readings.get(alias)?.values() ?? [])
      for (const { step } of questions) if (this.#unanswered.has(step.address)) this.#steps.delete(step.address);
  }

  /** Of a provider that is out of reach, checks that are about its reach are not left unasked. */
  #missReach(alias: string, { error, isDown }: Extract<Inquiry, { kind: 'out-of-reach' }>): void {
    if (!isDown) return;
    for (const { questions } of this.#agenda.readings.get(alias)?.values() ?? [])
      for (const { step, unit } of questions)
        if (step.unreachable !== undefined && step.provider === alias && !this.#steps.has(step.address)) {
          this.#causes.set(step.address, unreachable(alias));
          const missed = missedReach(step.unreachable, error);
          this.#keep(
            step.address,
            wrong(missed, () => this.#mayChange(unit)),
          );
        }
  }

  #onEnding(reading: Reading, ending: ReadEnding): void {
    const providerOf = (alias: string): Provider => this.#connectionOf(alias).provider;
    for (const { question, outcome } of judgeQuestions(reading, ending, providerOf, this.#parts.scope)) {
      // A refusal of the credentials says nothing about the check.
      if (outcome.kind === 'unanswered' && outcome.because === 'suspended') continue;
      this.#noteOutputs(question, outcome);
      const finding = describeOutcome(outcome, question.step, () => this.#mayChange(question.unit));
      this.#keep(question.step.address, finding);
      if (outcome.kind === 'unanswered' && finding.verdict === 'unasked')
        this.#unanswered.set(question.step.address, outcome.connection);
      const cause = causeOf(outcome, question.step.provider);
      if (cause !== undefined) this.#causes.set(question.step.address, cause);
      if (finding.verdict === 'blocking') this.#blocking.push(question);
      if (outcome.kind === 'found' && outcome.finding.kind === 'not-yet') this.#notYet.add(question.step.address);
    }
    this.#done += 1;
    this.#parts.onProgress?.({ done: this.#done, total: this.#total });
  }

  /** Of checks that let a run continue, while their answers are there. */
  #noteOutputs({ step, readings }: Question, outcome: CheckOutcome): void {
    const hasPassed = outcome.kind === 'found' && ['passed', 'warning'].includes(outcome.finding.kind);
    if (!hasPassed || !this.#needed.has(step.address)) return;
    const endings = readings.map(({ ending }) => ending).filter((ending) => ending !== undefined);
    const { provider } = this.#connectionOf(step.provider);
    const { scope, redactor } = this.#parts;
    scope.noteOutputs(step.address, captureCheckOutputs(step, { reads: readings, endings }, { provider, redactor }));
    this.#shown.add(step.address);
  }

  result(): Preflight {
    // A run asks a check only when those it needs have passed, and by then the answer can be another one.
    for (const { step, unit } of this.#blocking) {
      const finding = this.#steps.get(step.address);
      if (finding !== undefined && needsOneOf(step, unit.steps, this.#notYet))
        this.#keep(step.address, soften(finding));
    }
    this.#sayOnce();
    const { plan, secrets, secretFlaws, unreadableSecrets, readsSecrets } = this.#parts.scope;
    const read = readsSecrets ? [...plan.secrets].filter(([, source]) => source.kind !== 'command') : [];
    return {
      steps: this.#steps,
      credentials: this.#credentials,
      credentialsEnd: this.#credentialsEnd(),
      secrets: new Map(read.map(([name]) => [name, secrets.has(name)])),
      secretFlaws,
      unreadableSecrets,
    };
  }

  /** What has one cause is said once: that of a provider with the provider, that of a unit with one of its checks. */
  #sayOnce(): void {
    for (const [step, alias] of this.#unanswered)
      if (this.#outOfReach.has(alias) && this.#steps.get(step)?.verdict === 'unasked')
        this.#keep(step, notAsked(noAnswerOf(alias)));
    const joined = joinCauses({
      units: this.#parts.scope.units,
      findings: this.#steps,
      causes: this.#causes,
      following: this.#following,
    });
    for (const [step, finding] of joined) this.#steps.set(step, finding);
  }

  #credentialsEnd(): NonNullable<Preflight['credentialsEnd']> {
    const now = this.#parts.clock.now();
    return new Map(
      [...this.#parts.connected.byAlias].flatMap(([alias, { channel }]) => {
        const { credentialsEndAtMs: atMs, renewsCredentials = false } = channel.session;
        return atMs === undefined || renewsCredentials
          ? []
          : [[alias, { atMs, leftMs: Math.max(0, atMs - now) }] as const];
      }),
    );
  }

  /** What stands in the way of asking a provider; undefined when it is connected. */
  async #connect(entry: ProviderEntry): Promise<Obstacle | undefined> {
    const { scope, connected, givingUp } = this.#parts;
    const unknown = findMissingSecrets(entry.config, scope);
    if (unknown !== undefined) return { finding: notAsked(unknown), isFault: false };
    try {
      const foreign = this.#findForeignEndpoint(entry);
      if (foreign !== undefined) return { finding: foreign, isFault: true };
      await connected.connect(entry, this.#connectOptions());
      return undefined;
    } catch (error) {
      if (givingUp.aborted) return { finding: notAsked(timeMessage(givingUp)), isFault: false };
      const finding = describeConnectFailure(error);
      if (finding === undefined) throw error;
      return { finding, isFault: true };
    }
  }

  #findForeignEndpoint(entry: ProviderEntry): PreflightFinding | undefined {
    const { allowedEndpoints, scope } = this.#parts;
    if (allowedEndpoints === undefined) return undefined;
    const provider = this.#registry.get(entry.type);
    const endpoints = provider?.endpointsOf?.(resolveConfig(entry, (name) => scope.secrets.get(name)));
    return findForeignEndpoint(endpoints, allowedEndpoints);
  }

  #connectOptions(): ConnectProvidersOptions {
    const { scope, clock, givingUp } = this.#parts;
    return {
      ...this.#parts,
      plan: scope.plan,
      registry: this.#registry,
      secrets: scope.secrets,
      stopping: givingUp,
      assumeFullWindows: mayHaveJustCalled(scope.checkpoint, clock, false),
      onThrottled: () => {},
    };
  }

  #mayChange(unit: PlannedUnit): boolean {
    this.#hasForerunner ??= findForerunners(this.#parts.scope);
    return this.#hasForerunner(unit);
  }

  /** What is left of a provider's checks when nothing more is read. */
  #leaveUnasked(alias: string, reason: string): void {
    for (const reading of this.#agenda.readings.get(alias)?.values() ?? []) {
      // Of a check that another provider has not answered yet, that one says what becomes of it.
      if (reading.ending?.kind === 'answered') continue;
      for (const { step } of reading.questions) {
        if (!this.#steps.has(step.address)) this.#keep(step.address, notAsked(reason));
      }
    }
  }

  #reasonAfter(inquiry: Inquiry, alias: string): string {
    switch (inquiry.kind) {
      case 'refused':
        return inquiry.error.class === 'unusable'
          ? `Nothing more was sent to ${alias}: its check credentials-work says why.`
          : `Nothing more was sent once the credentials of ${alias} were refused.`;
      case 'out-of-reach':
        return noAnswerOf(alias);
      case 'accepted':
      case 'not-known':
        return timeMessage(this.#parts.givingUp);
    }
  }

  #keep(step: string, finding: PreflightFinding): void {
    const { redactor } = this.#parts;
    const notes = finding.notes?.map((note) => redactor.text(note));
    this.#steps.set(step, { ...redactTexts(finding, ['detail', 'hint'], redactor), ...defined({ notes }) });
  }

  #keepCredentials(alias: string, finding: PreflightFinding): void {
    this.#credentials.set(alias, redactTexts(finding, ['detail', 'hint'], this.#parts.redactor));
  }
}

/** What keeps a provider from being asked at all. */
interface Obstacle {
  readonly finding: PreflightFinding;
  /** Connecting went wrong, which is shown with the provider; its text is not repeated for each check. */
  readonly isFault: boolean;
}

function reasonOf({ finding, isFault }: Obstacle): string {
  if (!isFault) return finding.detail;
  return finding.verdict === 'blocking'
    ? 'its check credentials-work did not pass.'
    : 'its check credentials-work says why.';
}

function noAnswerOf(alias: string): string {
  return `Provider ${alias} did not answer; its check credentials-work says why.`;
}

function timeMessage({ reason }: AbortSignal): string {
  return reason instanceof Error ? reason.message : 'It was not reached.';
}

function needsOneOf(step: Step, steps: readonly Step[], wanted: ReadonlySet<string>): boolean {
  if (wanted.size === 0) return false;
  return step.needs.some((need) => {
    const other = steps.find(({ address }) => address === need);
    return wanted.has(need) || (other !== undefined && needsOneOf(other, steps, wanted));
  });
}
