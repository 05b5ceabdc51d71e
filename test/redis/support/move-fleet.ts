import type { Redis } from 'ioredis';
import { expect, onTestFinished } from 'vitest';
import { CommandLine, expectCode } from '../../e2e/support/command-line.ts';
import { type StartedProcess, waitFor } from '../../e2e/support/processes.ts';
import type { ServedSandbox } from '../../e2e/support/served-sandbox.ts';
import {
  FLEET_PASSWORD,
  type FleetMove,
  type FleetShape,
  fleetPlan,
  instancesOf,
  KEPT_DATABASE,
  KEPT_KEYS,
  movedDatabases,
  planFleet,
  seededKeys,
} from './fleet.ts';
import { LiveKeys } from './live-keys.ts';
import { compareDatabases } from './read-keys.ts';
import { RealSandbox } from './real-sandbox.ts';

const GO = ['--auto-approve', '--reason', 'CHG-42'] as const;
/** Of the vendor's phases, so that a kill meets them however few keys there are. */
const PHASES = { dcsFullSyncMs: 1_500, dcsExchangeMs: 500 };
/** Digests of both sides after which a comparison is killed. */
const DIGESTS_BEFORE_KILL = 3;

type Address = ReturnType<RealSandbox['address']>;

/**
 * Moves a whole fleet while clients write, with the command killed amid the copy, the comparison and the exchange of
 * addresses, and leads some of it back. What is there in the end is compared by readers that share no code with what is tested.
 *
 * @returns what was seen, in lines
 */
export async function moveFleet(shape: FleetShape): Promise<readonly string[]> {
  const fleet = await Fleet.start(shape);
  await fleet.killAmidCopies();
  await fleet.killAmidComparisons();
  await fleet.killAmidExchanges();
  await fleet.expectMoved();
  fleet.expectNothingTwice();
  await fleet.rollBack();
  return fleet.log;
}

class Fleet {
  readonly log: string[] = [];
  readonly #shape: FleetShape;
  readonly #moves: readonly FleetMove[];
  readonly #vendor: RealSandbox;
  readonly #served: ServedSandbox;
  readonly #waybill: CommandLine;
  readonly #writers: ReadonlyMap<FleetMove, LiveKeys>;
  /** At the beginning. */
  readonly #addresses: ReadonlyMap<string, Address>;
  readonly #first = new Map<FleetMove, readonly (string | undefined)[]>();
  readonly #startedMs = performance.now();

  static async start(shape: FleetShape): Promise<Fleet> {
    const moves = planFleet(shape);
    const vendor = await RealSandbox.start({ instances: instancesOf(moves, shape), durations: PHASES });
    const fleet = new Fleet(shape, moves, vendor);
    for (const move of moves) fleet.#first.set(move, await fleet.#processes(move));
    fleet.#note(`${shape.instances} instances with ${shape.keys} keys are there`);
    return fleet;
  }

  private constructor(shape: FleetShape, moves: readonly FleetMove[], vendor: RealSandbox) {
    this.#shape = shape;
    this.#moves = moves;
    this.#vendor = vendor;
    this.#served = vendor.served();
    this.#addresses = new Map(
      moves.flatMap(({ sourceId, targetId }) => [sourceId, targetId].map((id) => [id, vendor.address(id)])),
    );
    const password = moves.find((move) => move.password !== undefined)?.password ?? 'unused';
    this.#waybill = CommandLine.on(this.#served, {
      plan: fleetPlan(vendor, moves),
      env: { [FLEET_PASSWORD]: password },
    });
    this.#writers = new Map(
      moves.flatMap((move, at) => (move.ending === 'full' ? [] : [[move, this.#writeTo(move, at)] as const])),
    );
  }

  async killAmidCopies(): Promise<void> {
    await waitFor('everybody writes', () => [...this.#writers.values()].every(({ acknowledged }) => acknowledged > 20));
    const run = this.#waybill.start('apply');
    await this.#when(run, 'keys are copied', () =>
      this.#served.state().huaweicloud.tasks.some(({ status }) => status === 'FULLMIGRATING'),
    );
    await this.#kill(run, 'amid copies');
  }

  async killAmidComparisons(): Promise<void> {
    const sources = this.#moves.map((move) => this.#connect(move.sourceId, move));
    const run = this.#waybill.start('resume', '--auto-approve');
    await this.#when(run, 'values are compared', async () => {
      const digests = await Promise.all(sources.map(countDigests));
      return digests.some((count) => count >= DIGESTS_BEFORE_KILL);
    });
    await this.#kill(run, 'amid comparisons');
    expectCode(3, await this.#waybill.run('resume', '--auto-approve'));
    this.#note('every unit waits at its gate');
  }

  /** The answer to the first exchange is lost, the second one is not sent; the writers of both wait on. */
  async killAmidExchanges(): Promise<void> {
    for (const [move, writer] of this.#writers) if (move.ending === 'manual') await writer.stop();
    const exchanged = this.#endingBy('exchange');
    const operation = 'ExchangeInstanceIp';
    this.#served.setFaults([
      { operation, nth: 1, fault: { kind: 'hold', when: 'after' } },
      { operation, nth: 2, fault: { kind: 'hold', when: 'before' } },
    ]);
    const run = this.#waybill.start('cutover', ...GO);
    const held = Math.min(exchanged.length, 2);
    await this.#when(run, 'addresses are exchanged', () => this.#served.held().length === held);
    await this.#kill(run, 'amid exchanges');
    this.#served.release();
    expectCode(0, await this.#waybill.run('resume', '--auto-approve'));
    this.#note('everything is done');
  }

  /** Each side by its own address: an exchange has put the one in the place of the other. */
  async expectMoved(): Promise<void> {
    const written = [...this.#writers].map(([move, writer]) => ({ move, writer, before: writer.acknowledged }));
    await waitFor('they write at the copies', () =>
      written.every(({ move, writer, before }) => move.ending === 'manual' || writer.acknowledged > before + 20),
    );
    for (const { writer } of written) await writer.stop();
    for (const move of this.#moves) await this.#expectEqual(move);
    for (const { move, writer } of written) {
      // Of those that were exchanged the clients have never changed their address.
      const place = move.ending === 'exchange' ? undefined : this.#connector(move.targetId, move);
      expect([move.name, ...writer.faults, ...(await writer.findLost(place))]).toEqual([move.name]);
      this.#note(
        `${move.name} (${move.ending}): ${writer.acknowledged} writes acknowledged to ${writer.keys} keys, all there; ` +
          `the longest waited ${(writer.longestWaitMs / 1_000).toFixed(1)} s`,
      );
    }
  }

  /** By the vendor's log: each call with an effect was carried out once for each unit. */
  expectNothingTwice(): void {
    const { operations } = this.#served.metrics();
    const effects = Object.fromEntries(
      Object.entries(operations).flatMap(([name, { effects: count }]) => (count === 0 ? [] : [[name, count]])),
    );
    expect(Object.values(this.#served.created())).toEqual(this.#moves.map(() => 1));
    const { length } = this.#moves;
    const exchanged = this.#endingBy('exchange').length;
    const stopped = this.#endingBy('manual').length;
    expect(effects).toEqual({
      CreateOnlineMigrationTask: length,
      SetOnlineMigrationTask: length,
      ...(exchanged === 0 ? {} : { ExchangeInstanceIp: exchanged }),
      ...(stopped === 0 ? {} : { StopMigrationTask: stopped }),
    });
    this.#note(`effects at the vendor: ${JSON.stringify(effects)}`);
  }

  /** Of all exchanged units but one, where there are several: the sources answer at their own addresses, with what they had. */
  async rollBack(): Promise<void> {
    const exchanged = this.#endingBy('exchange');
    const back = exchanged.length === 1 ? exchanged : exchanged.slice(1);
    const targets = back.flatMap(({ name }) => ['--target', name]);
    const { stdout, stderr } = expectCode(0, await this.#waybill.run('rollback', ...targets, ...GO));
    for (const move of this.#moves) {
      const isMoved = move.ending === 'exchange' && !back.includes(move);
      const first = this.#first.get(move);
      expect([move.name, await this.#processes(move)]).toEqual([move.name, isMoved ? first?.toReversed() : first]);
      if (back.includes(move)) await this.#expectEqual(move);
    }
    expect(this.#served.metrics().operations['RollbackExchangeInstanceIp']).toMatchObject({ effects: back.length });
    expect(stdout + stderr).toMatch(/only in the target|with a different value/);
    this.#note(`${back.map(({ name }) => name).join(', ')} rolled back: the sources answer at their own addresses`);
  }

  /** All keys that no writer has touched. */
  async #expectEqual(move: FleetMove): Promise<void> {
    const { ending, sourceId, targetId } = move;
    const writer = this.#writers.get(move);
    let keys = 0;
    for (const database of movedDatabases(move)) {
      const [source, target] = [sourceId, targetId].map((id) => this.#connect(id, move, database));
      if (source === undefined || target === undefined) throw new Error('there are two');
      const compared = await compareDatabases(
        { source, target },
        (key) => ending === 'exchange' && writer?.hasWritten(database, key) === true,
      );
      expect([move.name, database, ...compared.differences.slice(0, 10)]).toEqual([move.name, database]);
      keys += compared.keys;
      for (const client of [source, target]) client.disconnect();
    }
    if (move.keptKeys === true) {
      const target = this.#connect(targetId, move, KEPT_DATABASE);
      expect([move.name, await target.dbsize()]).toEqual([move.name, KEPT_KEYS]);
      target.disconnect();
    }
    this.#note(`${move.name}: ${keys} keys are equal by an independent reader`);
  }

  #endingBy(ending: FleetMove['ending']): readonly FleetMove[] {
    return this.#moves.filter((move) => move.ending === ending);
  }

  #writeTo(move: FleetMove, at: number): LiveKeys {
    const writer = new LiveKeys({
      databases: movedDatabases(move),
      connect: this.#connector(move.sourceId, move),
      seed: this.#shape.seed + at,
      seededKeys: seededKeys(move, this.#shape),
    });
    onTestFinished(() => writer.stop());
    return writer;
  }

  /** Connections to one address, which fail their commands once they are broken, and are not made again. */
  #connector(id: string, { password }: FleetMove, address = this.#vendor.address(id)): (database: number) => Redis {
    return (database) =>
      this.#vendor.connect(id, {
        ...address,
        db: database,
        ...(password === undefined ? {} : { password }),
        retryStrategy: () => null,
      });
  }

  #connect(id: string, move: FleetMove, database = 0): Redis {
    return this.#connector(id, move)(database);
  }

  /** The ids of the processes that answer where source and target were at the beginning. */
  async #processes(move: FleetMove): Promise<readonly (string | undefined)[]> {
    const ids: (string | undefined)[] = [];
    for (const id of [move.sourceId, move.targetId]) {
      const client = this.#connector(id, move, this.#addresses.get(id))(0);
      ids.push(/run_id:(\w+)/.exec(await client.info('server'))?.[1]);
      client.disconnect();
    }
    return ids;
  }

  async #when(run: StartedProcess, what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
    await waitFor(what, async () => {
      if (!run.isAlive) throw new Error(`it ended before ${what}\n${run.stdout}\n${run.stderr}`);
      return await isSo();
    });
  }

  async #kill(run: StartedProcess, when: string): Promise<void> {
    run.kill('SIGKILL');
    expect((await run.ended).signal).toBe('SIGKILL');
    this.#note(`kill -9 ${when}`);
  }

  #note(line: string): void {
    this.log.push(`${((performance.now() - this.#startedMs) / 1_000).toFixed(0).padStart(4)} s  ${line}`);
  }
}

async function countDigests(source: Redis): Promise<number> {
  const stats = await source.info('commandstats');
  return Number(/cmdstat_eval_ro:calls=(\d+)/.exec(stats)?.[1] ?? 0);
}
