import { setTimeout as pause } from 'node:timers/promises';
import { createSeededRandom } from '@waybill/core/testing';
import { expect } from 'vitest';
import { CommandLine, expectCode, jsonLines } from '../../e2e/support/command-line.ts';
import { type ProcessEnd, type StartedProcess, waitFor } from '../../e2e/support/processes.ts';
import type { RunningServer } from '../../servers/running-server.ts';
import { startServers } from '../../servers/start-servers.ts';
import { ClusterClient } from './cluster-client.ts';
import { LiveWriter } from './live-writer.ts';
import { fillIndex, findFaults, nameIndex, planOfRound, type RoundIndex } from './round-index.ts';
import { describeShape, drawShape, type Kill, type RoundShape } from './round-shape.ts';
import { splitCommand } from './split-command.ts';

/** Runs of one round: each kill ends one at most, and two gates are reached and passed. */
const MOST_RUNS = 12;
/** Written operations that make a copy old, so that a round of catching up follows. */
const WRITTEN_BEFORE = 500;

interface Servers {
  readonly old: RunningServer;
  readonly target: RunningServer;
}

/**
 * Moves an index in every round, kills the command and both servers at moments that the seed draws, starts the servers again
 * on their data, and does what the command proposes, to the end.
 */
export async function killInRounds({
  rounds,
  seed,
}: {
  readonly rounds: number;
  readonly seed: number;
}): Promise<void> {
  await using servers = await startServers(
    { old: 'elasticsearch-6.7', target: 'elasticsearch-7.10' },
    { report: console.log },
  );
  let killed = 0;
  for (let round = 1; round <= rounds; round += 1) {
    const shape = drawShape(round, createSeededRandom(seed * 1_000 + round));
    const title = `round ${round} of seed ${seed}: ${describeShape(shape)}`;
    const found = await playRound(round, shape, servers);
    console.log(`${title}\n  ${found.log.join('\n  ')}`);
    expect({ title, faults: found.faults }).toEqual({ title, faults: [] });
    killed += found.kills;
  }
  // Otherwise they came too late to strike anything.
  expect(killed).toBeGreaterThanOrEqual(rounds);
}

interface PlayedRound {
  readonly faults: readonly string[];
  /** What was killed and how each run ended. */
  readonly log: readonly string[];
  readonly kills: number;
}

async function playRound(number: number, shape: RoundShape, servers: Servers): Promise<PlayedRound> {
  const [old, target] = [new ClusterClient(servers.old.url), new ClusterClient(servers.target.url)];
  const round = nameIndex(number, old, target, shape);
  await fillIndex(round);
  await using writer = shape.isLive
    ? new LiveWriter(round.source, round.index, round.type, 'survives outages')
    : undefined;
  await waitFor('enough is written', () => writer === undefined || writer.written > WRITTEN_BEFORE);
  const play = new Play(round, shape, servers);
  await play.toTheEnd();
  await writer?.stop();
  const faults = [...play.faults, ...(await findFaults(round, shape))];
  for (const [cluster, index] of [
    [round.source, round.index],
    [target, round.copy],
  ] as const)
    await cluster.must('DELETE', `/${index}`);
  return { faults, log: play.log, kills: play.kills };
}

/** One plan under its kills. */
class Play {
  readonly log: string[] = [];
  readonly faults: string[] = [];
  kills = 0;
  readonly #round: RoundIndex;
  readonly #servers: Servers;
  readonly #waybill: CommandLine;
  readonly #left: Kill[];
  /** Begun by runners that have ended. */
  #steps = 0;

  constructor(round: RoundIndex, shape: RoundShape, servers: Servers) {
    this.#round = round;
    this.#servers = servers;
    this.#waybill = new CommandLine({ plan: planOfRound(round, shape) });
    this.#left = [...shape.kills];
  }

  async toTheEnd(): Promise<void> {
    let hasState = false;
    for (let runs = 1; runs <= MOST_RUNS; runs += 1) {
      const end = await this.#run(hasState ? 'resume' : 'apply', hasState ? ['--auto-approve'] : []);
      // Killed before it had made its state, it is started as the first time.
      hasState ||= end.stdout.includes('"kind":"step.started"');
      if (end.code === 0) return;
      if (end.signal === 'SIGKILL') continue;
      await this.#continueAfter(end);
    }
    throw new Error(`still not at the end after ${MOST_RUNS} runs\n${this.log.join('\n')}`);
  }

  /** To its end, with the kills whose time comes. */
  async #run(verb: string, words: readonly string[]): Promise<ProcessEnd> {
    const runner = this.#waybill.start(verb, ...words, '--json');
    const stepsOf = (): number => this.#steps + runner.stdout.split('"kind":"step.started"').length - 1;
    for (;;) {
      const [kill] = this.#left;
      if (kill === undefined) break;
      await waitFor('the moment of a kill', () => !runner.isAlive || stepsOf() >= kill.afterSteps);
      if (!runner.isAlive) break;
      await Promise.race([pause(kill.delayMs), runner.ended]);
      if (!runner.isAlive) break;
      this.#left.shift();
      await this.#strike(kill, runner);
    }
    const end = await runner.ended;
    this.#steps = stepsOf();
    this.log.push(`${verb}: ${end.code ?? end.signal} after ${this.#steps} steps${summaryOf(end)}`);
    return end;
  }

  async #strike({ victim, outageMs }: Kill, runner: StartedProcess): Promise<void> {
    this.kills += 1;
    this.log.push(`kill -9 of ${victim}`);
    if (victim === 'runner') {
      runner.kill('SIGKILL');
      await runner.ended;
      return;
    }
    await this.#servers[victim].kill();
    await pause(outageMs);
    await this.#servers[victim].restart();
  }

  /** Opens the gate that it waits at, or does what it proposes first. */
  async #continueAfter(end: ProcessEnd): Promise<void> {
    const summary = jsonLines(end.stdout).at(-1) as Summary | undefined;
    const [first] = summary?.next_steps ?? [];
    if (first === undefined) throw new Error(`no command is proposed\n${end.stdout}\n${end.stderr}`);
    if (end.code !== 3) await this.#expectNoSilentFreeze(end);
    const { verb, words } = splitCommand(first.command);
    if (verb === 'resume' && !words.includes('--retry-failed')) return;
    this.log.push(first.command);
    if (verb === 'resume') await this.#run(verb, words);
    // It opens the gate and runs on; what it waits for next is seen by the next run.
    else if (verb === 'cutover') await this.#run(verb, [...words, '--auto-approve']);
    else expectCode(0, await this.#waybill.run(verb, ...words));
  }

  /** After a failure the source accepts writes again, or `status` says first that it cannot. */
  async #expectNoSilentFreeze(end: ProcessEnd): Promise<void> {
    const { source, index } = this.#round;
    const { blocks } = (await source.settings(index)) as { blocks?: { write?: string } };
    if (blocks?.write !== 'true') return;
    const status = await this.#waybill.run('status');
    if (!status.stdout.includes('blocks.write'))
      this.faults.push(`a freeze is not named\n${end.stdout}\n${status.stdout}`);
  }
}

interface Summary {
  readonly next_steps?: readonly { readonly command: string }[];
  readonly failures?: readonly { readonly code: string; readonly message: string }[];
}

function summaryOf(end: ProcessEnd): string {
  if (end.code === 0 || end.code === null) return '';
  const { failures = [], next_steps: steps = [] } = (jsonLines(end.stdout).at(-1) ?? {}) as Summary;
  const why = failures.map(({ code, message }) => `; ${code}: ${message}`);
  return `${why.join('')}; proposes ${steps[0]?.command ?? 'nothing'}${steps.length === 0 ? `\n${end.stderr}` : ''}`;
}
