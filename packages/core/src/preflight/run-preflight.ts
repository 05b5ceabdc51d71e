import type { Clock, Random } from '../clock.ts';
import { ConnectedProviders } from '../connect/connect-providers.ts';
import type { PlannedUnit } from '../graph/graph.ts';
import type { Provider } from '../provider/provider.ts';
import type { ProviderRegistry } from '../provider/registry.ts';
import type { Transport } from '../provider/transport.ts';
import { literalSecrets } from '../redact/literal-secrets.ts';
import { redactError } from '../redact/redact-error.ts';
import { environmentSecrets, Redactor } from '../redact/redactor.ts';
import { captureCheckOutputs } from '../steps/check/capture-check-outputs.ts';
import { type CheckOutcome, missedReach, type ReadEnding } from '../steps/check/judge-check.ts';
import { askProvider, type Inquiry } from './ask-provider.ts';
import { type Agenda, buildAgenda, buildFollowingAgenda, type FollowingCheck } from './build-agenda.ts';
import { describeInquiry, describeOutcome, notAsked, wrong } from './describe-finding.ts';
import { findForerunners } from './find-forerunners.ts';
import { judgeQuestions } from './judge-questions.ts';
import { linkGivingUp, timeMessage } from './link-giving-up.ts';
import type { Preflight, PreflightFinding } from './preflight.ts';
import { type Obstacle, PreflightConnections, reasonOf } from './preflight-connections.ts';
import { noAnswerOf, PreflightFindings } from './preflight-findings.ts';
import { buildPreflightScope, type PreflightScope, type PreflightScopeOptions } from './preflight-scope.ts';
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

/** So that what is asked with the answers of others is asked as well. */
const LOGIN_OF_EACH_CALL: PreflightFinding = { verdict: 'passed', detail: 'Each call has a login of its own.' };

interface InquiryParts extends RunPreflightOptions {
  readonly scope: PreflightScope;
  readonly agenda: Agenda;
  readonly connected: ConnectedProviders;
  readonly givingUp: AbortSignal;
  readonly redactor: Redactor;
}

/** Works off an agenda. */
class PreflightInquiry {
  readonly #parts: InquiryParts;
  readonly #connections: PreflightConnections;
  readonly #findings: PreflightFindings;
  /** Checks of which it is known what later ones are asked with. */
  readonly #shown = new Set<string>();
  /** What is asked now. */
  #agenda: Agenda;
  #following: readonly FollowingCheck[] = [];
  /** Checks whose answers others are asked with. */
  #needed: ReadonlySet<string> = new Set();
  #total = 0;
  #done = 0;
  #hasForerunner: ((unit: PlannedUnit) => boolean) | undefined;

  constructor(parts: InquiryParts) {
    this.#parts = parts;
    this.#connections = new PreflightConnections(parts);
    this.#findings = new PreflightFindings(parts.redactor);
    this.#agenda = parts.agenda;
    this.#open(parts.agenda);
  }

  /** `waiting`: checks of earlier rounds. */
  #open(agenda: Agenda, waiting: readonly FollowingCheck[] = []): void {
    this.#agenda = agenda;
    this.#following = [...waiting, ...agenda.following];
    this.#needed = new Set(this.#following.flatMap(({ needed }) => needed));
    this.#total += [...agenda.readings.values()].reduce((sum, list) => sum + list.size, 0);
    for (const [step, reason] of agenda.unaskable) this.#findings.keep(step, notAsked(reason));
  }

  /** Every provider is connected before the first is asked: which of them share an account decides how fast each may be. */
  async askAll(): Promise<void> {
    const entries = [...this.#parts.scope.plan.providers.values()];
    const obstacles = await Promise.all(entries.map((entry) => this.#connections.connect(entry)));
    this.#connections.openChannels();
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
      for (const { step } of ready) this.#findings.forget(step.address);
      this.#open(
        buildFollowingAgenda(ready, scope),
        this.#following.filter((check) => !isReady(check)),
      );
      const asked = [...this.#agenda.readings].filter(([, list]) => list.size > 0).map(([alias]) => alias);
      await Promise.all(asked.map((alias) => this.#askMore(alias)));
    }
  }

  async #askMore(alias: string): Promise<void> {
    if (this.#findings.credentials.get(alias)?.verdict !== 'passed') {
      this.#leaveUnasked(alias, `Provider ${alias} was not called: its check credentials-work says why.`);
      return;
    }
    const inquiry = await this.#inquire(alias);
    if (inquiry.kind === 'refused') this.#findings.keepCredentials(alias, describeInquiry(inquiry));
    this.#leaveUnasked(alias, this.#reasonAfter(inquiry, alias));
  }

  #inquire(alias: string): Promise<Inquiry> {
    return askProvider({
      channel: this.#connections.of(alias).channel,
      readings: this.#agenda.readings.get(alias)?.values() ?? [],
      givingUp: this.#parts.givingUp,
      onEnding: (reading, ending) => this.#onEnding(reading, ending),
    });
  }

  async #ask(alias: string, obstacle: Obstacle | undefined): Promise<void> {
    if (obstacle !== undefined) {
      this.#findings.keepCredentials(alias, obstacle.finding);
      this.#leaveUnasked(alias, `Provider ${alias} was not called: ${reasonOf(obstacle)}`);
      return;
    }
    const inquiry = await this.#inquire(alias);
    const isAddressed = this.#parts.scope.plan.providers.get(alias)?.isAddressed === true;
    this.#findings.keepCredentials(alias, isAddressed ? LOGIN_OF_EACH_CALL : describeInquiry(inquiry));
    if (inquiry.kind === 'out-of-reach') {
      this.#findings.forgetUnanswered(alias, this.#questionsFor(alias));
      this.#missReach(alias, inquiry);
    }
    this.#leaveUnasked(alias, this.#reasonAfter(inquiry, alias));
  }

  *#questionsFor(alias: string): Generator<Question, undefined> {
    for (const { questions } of this.#agenda.readings.get(alias)?.values() ?? []) yield* questions;
  }

  /** Of a provider that is out of reach, checks that are about its reach are not left unasked. */
  #missReach(alias: string, { error, isDown }: Extract<Inquiry, { kind: 'out-of-reach' }>): void {
    if (!isDown) return;
    for (const { step, unit } of this.#questionsFor(alias))
      if (step.unreachable !== undefined && step.provider === alias && !this.#findings.has(step.address)) {
        const missed = missedReach(step.unreachable, error);
        this.#findings.keepUnreachable(
          step,
          wrong(missed, () => this.#mayChange(unit)),
        );
      }
  }

  #onEnding(reading: Reading, ending: ReadEnding): void {
    const providerOf = (alias: string): Provider => this.#connections.of(alias).provider;
    for (const { question, outcome } of judgeQuestions(reading, ending, providerOf, this.#parts.scope)) {
      // A refusal of the credentials says nothing about the check.
      if (outcome.kind === 'unanswered' && outcome.because === 'suspended') continue;
      this.#noteOutputs(question, outcome);
      const finding = describeOutcome(outcome, question.step, () => this.#mayChange(question.unit));
      this.#findings.keepOutcome(question, outcome, finding);
    }
    this.#done += 1;
    this.#parts.onProgress?.({ done: this.#done, total: this.#total });
  }

  /** Of checks that let a run continue, while their answers are there. */
  #noteOutputs({ step, readings }: Question, outcome: CheckOutcome): void {
    const hasPassed = outcome.kind === 'found' && ['passed', 'warning'].includes(outcome.finding.kind);
    if (!hasPassed || !this.#needed.has(step.address)) return;
    const endings = readings.map(({ ending }) => ending).filter((ending) => ending !== undefined);
    const { provider } = this.#connections.of(step.provider);
    const { scope, redactor } = this.#parts;
    scope.noteOutputs(step.address, captureCheckOutputs(step, { reads: readings, endings }, { provider, redactor }));
    this.#shown.add(step.address);
  }

  result(): Preflight {
    const { plan, secrets, secretFlaws, unreadableSecrets, readsSecrets, units } = this.#parts.scope;
    const read = readsSecrets ? [...plan.secrets].filter(([, source]) => source.kind !== 'command') : [];
    return {
      steps: this.#findings.concluded({ units, following: this.#following }),
      credentials: this.#findings.credentials,
      credentialsEnd: this.#connections.credentialsEnd(),
      secrets: new Map(read.map(([name]) => [name, secrets.has(name)])),
      secretFlaws,
      unreadableSecrets,
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
        if (!this.#findings.has(step.address)) this.#findings.keep(step.address, notAsked(reason));
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
}
