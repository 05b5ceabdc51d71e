/** A piece of source to put another in the place of. */
export interface Edit {
  /** The end of the module's path. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** A bug planted into the source as it is loaded. Each must be found by the simulation, or the simulation is worth little. */
export interface Mutant extends Edit {
  readonly name: string;
  /** A second edit, where one safeguard stands behind another. */
  readonly also?: Edit;
  /** How many seeds it may take to be found. */
  readonly runs: number;
  /** A seed that finds it soon, where the first one does not: the search begins there. @default 1 */
  readonly seed?: number;
  /** What finds it. Default: `main.ts`, the simulation. */
  readonly campaign?:
    | 'restored-main.ts'
    | 'two-copies-main.ts'
    | 'redo-main.ts'
    | 'own-work-main.ts'
    | 'renamed-main.ts'
    | 'fresh-answers-main.ts'
    | 'held-writers-main.ts'
    | 'spread-main.ts'
    | 'windows-main.ts'
    | 'approvals-main.ts';
}

/** Without the rule, a look-up has its own safeguard. */
const ANY_ANSWER_IS_FRESH: Edit = {
  file: 'core/src/limits/shared-reads.ts',
  find: 'return changes >= since;',
  replace: 'return changes >= since || true;',
};

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'a unit whose key was renamed is not the one of its records',
    file: 'core/src/graph/graph-renames.ts',
    find: 'return units.get(underPresentName) ?? underPresentName;',
    replace: 'return underPresentName;',
    campaign: 'renamed-main.ts',
    runs: 100,
  },
  {
    name: 'a migration that was renamed is not the one of its records',
    file: 'core/src/graph/graph-renames.ts',
    find: 'const name = migrations.get(address.slice(0, end));',
    replace: 'const name = undefined;',
    campaign: 'renamed-main.ts',
    runs: 100,
  },
  {
    name: 'a renamed step is not the one of its records',
    file: 'core/src/graph/graph-renames.ts',
    find: 'renamed?.address ??',
    replace: '',
    campaign: 'renamed-main.ts',
    runs: 100,
  },
  {
    name: 'tokens derive from the present address of a unit',
    file: 'core/src/graph/first-names.ts',
    find: 'return firstAddress;',
    replace: 'return address;',
    campaign: 'renamed-main.ts',
    runs: 100,
  },
  {
    name: 'what a kind derives from the address of a unit changes with its key',
    file: 'core/src/plan/expand/unit-address.ts',
    find: 'return underName(formerly?.[0] ?? address, names?.[0] ?? name);',
    replace: 'return underName(address, names?.[0] ?? name);',
    campaign: 'renamed-main.ts',
    runs: 100,
  },
  {
    name: 'a slice whose result is recorded is done and recorded again',
    file: 'core/src/jobs/run-slices.ts',
    find: 'this.#open = options.jobs.filter(({ id }) => !options.isRecorded(id));',
    replace: 'this.#open = [...options.jobs];',
    campaign: 'own-work-main.ts',
    runs: 100,
  },
  {
    name: 'a slice is recorded before it is done',
    file: 'core/src/jobs/in-process-job-queue.ts',
    find: 'const result = await this.#options.work(job, abort.signal);',
    replace: 'const result = {}; void this.#options.work(job, abort.signal).catch(() => {});',
    campaign: 'own-work-main.ts',
    runs: 100,
  },
  {
    name: 'own work is summed up before its slices are durable',
    file: 'core/src/steps/job/job-step.ts',
    find: "await context.record({ kind: 'slice.done'",
    replace: "void ((body) => context.record(body).catch(() => {}))({ kind: 'slice.done'",
    campaign: 'own-work-main.ts',
    runs: 100,
  },
  {
    name: 'own work is planned again by each run',
    file: 'core/src/steps/job/plan-slices.ts',
    find: "if (job?.fingerprint === fingerprint) return { kind: 'planned', slices: job.slices };",
    replace: '',
    campaign: 'own-work-main.ts',
    runs: 100,
  },
  {
    name: 'slices take places of their first connection only',
    file: 'core/src/jobs/in-process-job-queue.ts',
    find: 'return connections.every((name)',
    replace: 'return connections.slice(0, 1).every((name)',
    campaign: 'own-work-main.ts',
    runs: 200,
  },
  {
    name: 'a run that stops leaves its slices at work',
    file: 'core/src/jobs/run-slices.ts',
    find: 'await queue.cancel(stateId);\n    await run.recordDone();',
    replace: 'await run.recordDone();',
    campaign: 'own-work-main.ts',
    runs: 100,
  },
  {
    name: 'a task with our own mark, unknown to the journal, counts as there before',
    file: 'core/src/steps/call/find-lost-record.ts',
    find: 'const found = await askVendor(sending, context);',
    replace: "const found = { kind: 'none' };",
    campaign: 'restored-main.ts',
    seed: 6,
    runs: 40,
  },
  {
    name: 'a lost record is looked for before the first attempt alone',
    file: 'core/src/steps/call/find-lost-record.ts',
    find: 'const found = await askVendor(sending, context);',
    replace:
      "const found = hasIntent(context.state(sending.step.address)) ? { kind: 'none' } : await askVendor(sending, context);",
    campaign: 'restored-main.ts',
    seed: 29,
    runs: 60,
  },
  {
    name: 'a task is configured although it is at work already',
    file: 'provider-huaweicloud-dcs/src/reconcile/find-earlier-effect.ts',
    find: 'return await findConfigured(call, read, readFresh);',
    replace: 'return NONE;',
    campaign: 'restored-main.ts',
    seed: 7,
    runs: 60,
  },
  {
    name: 'a task is configured although another one carries the same mark',
    file: 'provider-huaweicloud-dcs/src/reconcile/find-earlier-effect.ts',
    find: 'if (twins.length > 1) return',
    replace: 'if (twins.length > 9) return',
    campaign: 'two-copies-main.ts',
    seed: 47,
    runs: 60,
  },
  {
    name: 'a list from before the create is asked for the task of another copy',
    file: 'provider-huaweicloud-dcs/src/reconcile/find-earlier-effect.ts',
    find: 'shared.some(({ id }) => id === own) ? shared : await listTasks(readFresh)',
    replace: 'shared',
    also: ANY_ANSWER_IS_FRESH,
    campaign: 'two-copies-main.ts',
    seed: 26,
    runs: 60,
  },
  {
    name: 'a check takes an answer that was asked for before the last effect of its unit',
    ...ANY_ANSWER_IS_FRESH,
    campaign: 'fresh-answers-main.ts',
    runs: 20,
  },
  {
    name: 'a check takes an answer from before the end of the remote task that its unit waited for',
    file: 'core/src/scheduler/scheduler.ts',
    find: 'if (!isReadOnly(step)) this.#changes.ended(planned, this.ledger.isOver(planned));',
    replace:
      "if (!isReadOnly(step) && step.kind !== 'await') this.#changes.ended(planned, this.ledger.isOver(planned));",
    campaign: 'fresh-answers-main.ts',
    runs: 60,
  },
  {
    name: 'a check takes an answer from before what its unit needs was done',
    file: 'core/src/scheduler/scheduler.ts',
    find: 'this.#changes.begins(step.planned);',
    replace: '',
    campaign: 'fresh-answers-main.ts',
    seed: 3,
    runs: 60,
  },
  {
    name: 'two imports of one mark are not noticed',
    file: 'provider-huaweicloud-dcs/src/polls/duplicates.ts',
    find: "if (duplicates.length === 0 || verdict.kind === 'failed') return verdict;",
    replace: 'if (duplicates.length >= 0) return verdict;',
    campaign: 'two-copies-main.ts',
    seed: 6,
    runs: 60,
  },
  {
    name: 'a record with a changed bit is taken for a true one',
    file: 'core/src/journal/verify-journal.ts',
    find: "if (this.#options.chain.commit(this.#before.chain, this.#pending) !== chain)\n      throw this.#damage('it does not match its digest');",
    replace: '',
    runs: 600,
  },
  {
    name: 'after the end of the journal was lost, tasks with our own mark count as there before',
    file: 'core/src/steps/call/find-lost-record.ts',
    find: 'const found = await askVendor(sending, context);',
    replace: "const found = { kind: 'none' };",
    runs: 300,
  },
  {
    name: 'a record is acknowledged before it is durable',
    file: 'core/src/journal/journal-writer.ts',
    find: '? this.#lease.append(batch.map((pending) => pending.record))',
    replace:
      '? (void this.#lease.append(batch.map((pending) => pending.record)).catch((error) => { this.#failure = error; }), Promise.resolve())',
    runs: 300,
  },
  {
    name: 'an effect is sent before its intent is durable',
    file: 'core/src/steps/call/call-step.ts',
    find: 'await context.record(intent);',
    replace: 'void context.record(intent).catch(() => {});',
    seed: 6,
    runs: 300,
  },
  {
    name: 'a create is repeated with a new token',
    file: 'core/src/steps/tokens.ts',
    find: 'return sha256(`${scopeText(scope)}.${step}`);',
    replace: 'return sha256(`${scopeText(scope)}.${step}.${process.hrtime.bigint()}`);',
    seed: 15,
    runs: 300,
  },
  {
    name: 'a lost answer is sent again without looking',
    file: 'core/src/steps/call/settle-lost-call.ts',
    find: 'return lookUp(lost, context);',
    replace: "return 'send';",
    runs: 300,
  },
  {
    name: 'a look-up settles at once although tasks show up late',
    file: 'provider-kit/src/reconcile/look-until-settled.ts',
    find: 'if (leftMs <= 0) return found.absent;',
    replace: 'if (leftMs <= 1e9) return found.absent;',
    seed: 6,
    runs: 2_000,
  },
  {
    name: 'a look-up takes a task whose name only begins like ours',
    file: 'provider-huaweicloud-dcs/src/reconcile/find-existing-tasks.ts',
    find: 'return task.task_name === name ?',
    replace: "return typeof task.task_name === 'string' && task.task_name.startsWith(name) ?",
    seed: 5,
    runs: 300,
  },
  {
    name: 'a failed look is taken for a failed task',
    file: 'core/src/steps/await/poller.ts',
    find: 'for (const wait of waits) this.#endIfOverdue(wait, error);',
    replace:
      "for (const wait of waits) { this.#rounds.remove(wait.step.address); this.#options.onVerdict(wait.step, { kind: 'failed', status: '', reason: 'the look failed' }); }",
    seed: 10,
    runs: 2_000,
  },
  {
    name: 'the window is shorter than declared',
    file: 'core/src/limits/call-window.ts',
    find: 'return answeredAtMs + this.#rate.intervalMs + ROUNDING_MS;',
    replace: 'return answeredAtMs + this.#rate.intervalMs * 0.8;',
    seed: 5,
    runs: 300,
  },
  {
    name: 'the window is a fixed one, so that two bursts meet at its border',
    file: 'core/src/limits/call-window.ts',
    find: 'if (surplus < 0) return now;',
    replace: `const { intervalMs } = this.#rate;
    const beganMs = Math.floor(now / intervalMs) * intervalMs;
    const counted = this.#inFlight + this.#answeredAt.filter((at) => at >= beganMs).length;
    return counted < this.#allowed(now) ? now : beganMs + intervalMs;`,
    seed: 6,
    runs: 300,
  },
  {
    name: 'the window counts from the sending, whatever the way takes',
    file: 'core/src/limits/call-window.ts',
    find: 'this.#answeredAt.push(now);',
    replace: '/* counted when admitted */',
    seed: 5,
    runs: 300,
  },
  {
    name: 'a resumed run starts with an empty window',
    file: 'core/src/connect/connect-providers.ts',
    find: "if (options.earlierCalls !== 'none') budget.assumeFull(options.earlierCalls);",
    replace: '',
    seed: 23,
    runs: 300,
  },
  {
    name: 'a resumed run forgets the remote tasks that are open',
    file: 'core/src/scheduler/scheduler.ts',
    find: 'if (hasOpenTask(unit, checkpoint)) this.queue.openTask(unit);',
    replace: '',
    seed: 7,
    runs: 300,
  },
  {
    name: 'a unit that fails gives its place away although its task runs',
    file: 'core/src/run/run.ts',
    find: 'this.#scheduler.failed(ready, mayRun, this.#parts.clock.now())',
    replace: 'this.#scheduler.failed(ready, failure.isStillRunning === true, this.#parts.clock.now())',
    seed: 1_169,
    runs: 100,
  },
  {
    name: 'a step starts when one of its needs is done',
    file: 'core/src/scheduler/ledger.ts',
    find: "needs.every((need) => need === 'succeeded')",
    replace: "needs.every((need) => need !== 'blocked')",
    runs: 300,
  },
  {
    name: 'a dependent starts before the outcome is recorded',
    file: 'core/src/steps/call/call-step.ts',
    find: 'await context.record(success);',
    replace: 'void context.record(success).catch(() => {});',
    seed: 3,
    runs: 300,
  },
  {
    name: 'a unit does not wait for the units it needs',
    file: 'core/src/scheduler/ledger.ts',
    find: 'if (!this.#needs.areMet(unit) || entry.isOver) return;',
    replace: 'if (entry.isOver) return;',
    seed: 3,
    runs: 300,
  },
  {
    name: 'a writer that was taken over goes on writing',
    file: 'core/src/journal/memory-store.ts',
    find: "if (this.#disk.epoch !== this.epoch) throw new LeaseLostError('memory');\n    this.#disk.onCommit",
    replace: 'this.#disk.onCommit',
    seed: 67,
    runs: 300,
  },
  {
    name: 'addresses are cleaned like texts',
    file: 'core/src/redact/redact-record.ts',
    find: 'return redactTexts(body, FREE_TEXT[body.kind], redactor);',
    replace: 'return redactTexts(body, Object.keys(body), redactor);',
    seed: 6,
    runs: 300,
  },
  {
    name: 'a process that was frozen and taken over sends what it was about to send',
    file: 'core/src/limits/guard-transport.ts',
    find: 'transport.send(request, { ...options, mayStart }),',
    replace: 'transport.send(request, options),',
    seed: 14,
    runs: 300,
  },
  {
    name: 'an argument with a secret is recorded, and not cleaned',
    file: 'core/src/steps/call/call-step.ts',
    find: 'requestDigest: requestDigest(request, context.digestKey),',
    replace: 'requestDigest: request,',
    seed: 3,
    runs: 50,
  },
  {
    name: 'a missing permission suspends the provider',
    file: 'core/src/provider/provider-error.ts',
    find: "(this.class === 'unauthorized' || this.class === 'unusable');",
    replace: "(this.class === 'unauthorized' || this.class === 'unusable' || this.class === 'forbidden');",
    seed: 19,
    runs: 300,
  },
  {
    name: 'credentials that are refused are not read again',
    file: 'provider-kit/src/auth/credential-source.ts',
    find: 'await this.#readAgain();\n    this.#refused = undefined;',
    replace: 'this.#refused = undefined;',
    seed: 3,
    runs: 300,
  },
  {
    name: 'a unit that is started over has its tokens of before',
    file: 'core/src/steps/tokens.ts',
    find: 'return `${stateId}/${generation}/${unit}`;',
    replace: 'return `${stateId}/${generation * 0}/${unit}`;',
    campaign: 'redo-main.ts',
    seed: 3,
    runs: 60,
  },
  {
    name: 'what an earlier run has held is relied on',
    file: 'core/src/run/begun-steps.ts',
    find: 'if (begun === undefined) return false;',
    replace: 'if (begun === undefined) return true;',
    campaign: 'held-writers-main.ts',
    runs: 60,
  },
  {
    name: 'what is held for a while is relied on for ever',
    file: 'core/src/run/begun-steps.ts',
    find: 'Math.max(wallMs, elapsedMs) <= forMs;',
    replace: 'Math.max(wallMs, elapsedMs) >= 0;',
    // It is let go before a long wait as well.
    also: {
      file: 'core/src/run/hold-lifter.ts',
      find: 'if (delayMs < LET_GO_MS ||',
      replace: 'if (delayMs >= 0 ||',
    },
    campaign: 'held-writers-main.ts',
    runs: 60,
  },
  {
    name: 'two connections of one account have a budget each',
    file: 'core/src/connect/connect-providers.ts',
    find: 'Map.groupBy(this.#sessions, ({ provider, session }) => `${provider.type}\\n${session.limitScope}`)',
    replace: 'Map.groupBy(this.#sessions, ({ alias }) => alias)',
    campaign: 'spread-main.ts',
    seed: 2,
    runs: 20,
  },
  {
    name: 'a call that has waited for its turn is sent after its window',
    file: 'core/src/steps/call/call-step.ts',
    find: "if (context.isHeld()) return { kind: 'held' };",
    replace: '',
    campaign: 'windows-main.ts',
    seed: 21,
    runs: 20,
  },
  {
    name: 'a cut-over that has begun is interrupted by the end of a window',
    file: 'core/src/scheduler/new-effect.ts',
    find: '&& !hasBegunCutover(unit, surroundings)',
    replace: '',
    campaign: 'windows-main.ts',
    seed: 13,
    runs: 20,
  },
  {
    name: 'approvals do not expire',
    file: 'core/src/approvals/judge-gate.ts',
    find: "return untilMs !== undefined && nowMs >= untilMs ? 'expired' : undefined;",
    replace: 'return undefined;',
    campaign: 'approvals-main.ts',
    runs: 20,
  },
  {
    name: 'two approvals of one approver count twice',
    file: 'core/src/approvals/judge-gate.ts',
    find: 'counted.set(approverKey(approval.by), withEnd(rule, approval));',
    replace: 'counted.set(String(counted.size), withEnd(rule, approval));',
    campaign: 'approvals-main.ts',
    runs: 20,
  },
  {
    name: 'the approval of an outsider counts',
    file: 'core/src/approvals/judge-gate.ts',
    find: 'approverKey(approver) === approverKey(by)) === false)',
    replace: 'approverKey(approver) === approverKey(by)) === undefined)',
    campaign: 'approvals-main.ts',
    runs: 20,
  },
  {
    name: 'a gate that was open once stays open',
    file: 'core/src/steps/call/call-step.ts',
    find: 'const closed = await returnToGate(context);',
    replace: 'const closed = undefined;',
    campaign: 'approvals-main.ts',
    seed: 20,
    runs: 5,
  },
  {
    name: 'clocks are changed a day late',
    file: 'core/src/value/time-zone.ts',
    find: 'clockMs + DAY_MS].map',
    replace: 'clockMs - DAY_MS].map',
    campaign: 'windows-main.ts',
    seed: 6,
    runs: 20,
  },
];
