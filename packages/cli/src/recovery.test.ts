import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteStore } from '@waybill/core';
import { systemRandom } from '@waybill/node';
import { describe, expect, test } from 'vitest';
import type { FakeIoOptions } from './testing/fake-io.ts';
import { SandboxSession, type SessionResult, SHOP_PLAN, showsCreate } from './testing/sandbox-session.ts';
import { TROUBLE, TROUBLED_PLAN } from './testing/troubled-plan.ts';

const DOCUMENT = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'recovery.md'), 'utf8');
const DOCUMENTED = [...DOCUMENT.matchAll(/^waybill .*$/gm)].map(([line]) => line);
const SAMPLE_ID = '8abf6e1e-72c0-4ee1-9d0d-0f5e3a9b2c11';

/** Lines of the document that were run as they stand there. */
const run = new Set<string>();

/** Runs a line of the document on the session's plan. `sampleId` takes the place of the document's. */
async function follow(
  session: SandboxSession,
  line: string,
  options: FakeIoOptions & { readonly sampleId?: string } = {},
): Promise<SessionResult> {
  expect(DOCUMENTED).toContain(line);
  run.add(line);
  const words = [...line.replace(SAMPLE_ID, options.sampleId ?? SAMPLE_ID).matchAll(/'([^']*)'|(\S+)/g)];
  const [, ...argv] = words.map((match) => match[1] ?? match[2] ?? '');
  const at = argv.indexOf('shop.yaml');
  return await session.run(argv.slice(0, at).join(' '), argv.slice(at + 1), options);
}

async function openTroubled(): Promise<SandboxSession> {
  const session = await SandboxSession.open(TROUBLED_PLAN.replaceAll('twins', 'machines'));
  session.sandbox.control.setFaults(TROUBLE);
  expect((await session.run('apply', ['--quiet'])).code).toBe(5);
  session.sandbox.control.setFaults([]);
  return session;
}

/** Ends in the middle, with remote tasks going on. */
async function openInterrupted(): Promise<SandboxSession> {
  const session = await SandboxSession.open();
  const io = session.io();
  io.stdout.onWrite = (text) => {
    if (showsCreate(text) && io.exits.length === 0) io.interrupt();
  };
  await session.runWith(io, 'apply', ['--json']);
  return session;
}

function createCount(session: SandboxSession): number {
  return session.sandbox.control.requests({ operation: 'CreateDataTasks' }).length;
}

describe('the ways that the recovery guide shows', () => {
  test('after an end in the middle: nothing is created twice', async () => {
    await using session = await openInterrupted();
    expect((await follow(session, 'waybill status shop.yaml')).code).toBe(0);
    expect((await follow(session, 'waybill resume shop.yaml')).code).toBe(3);
    expect(createCount(session)).toBe(2);
  });

  test('with the state in another place', async () => {
    await using session = await openInterrupted();
    cpSync(join(session.folder, '.waybill'), join(session.folder, 'states'), { recursive: true });
    rmSync(join(session.folder, '.waybill'), { recursive: true });
    expect((await follow(session, 'waybill resume shop.yaml --state states/shop.db')).code).toBe(3);
    expect(createCount(session)).toBe(2);
  });

  test('with a state that somebody holds', async () => {
    await using session = await openInterrupted();
    const path = join(session.folder, '.waybill', 'shop.db');
    await using store = openSqliteStore({ path, plan: 'shop', random: systemRandom });
    await using _lease = await store.acquire({ host: 'host-9', pid: 7, user: 'someone' });
    expect((await session.run('apply')).code).toBe(7);
    expect((await follow(session, 'waybill status shop.yaml')).code).toBe(0);
    expect((await follow(session, 'waybill cancel shop.yaml')).code).toBe(0);
    const unlocked = await follow(session, 'waybill force-unlock shop.yaml', { answer: 'y' });
    expect(unlocked.stdout).toContain('Took the state over from process 7 of someone on host-9.');
    expect((await follow(session, 'waybill resume shop.yaml')).code).toBe(3);
  });

  test('after refused credentials: no unit has failed', async () => {
    await using session = await SandboxSession.open();
    const env = { ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'not-the-secret' };
    expect((await session.run('apply', [], { env })).code).toBe(5);
    expect((await follow(session, 'waybill resume shop.yaml')).code).toBe(3);
  });

  test('with calls whose outcome is unknown', async () => {
    await using session = await openTroubled();
    expect((await follow(session, 'waybill resume shop.yaml')).stdout).toContain('which one belongs to this call');
    const shown = await follow(session, "waybill state show shop.yaml 'machines[a].call'");
    expect(shown.stdout).toContain('unknown');
    const [task] = session.sandbox.control.state().huaweicloud.tasks;
    const adopt = `waybill state adopt shop.yaml 'machines[a].call' --output task_id=${SAMPLE_ID}`;
    expect((await follow(session, adopt, { sampleId: task?.taskId ?? '' })).code).toBe(0);
    const resolve =
      "waybill state resolve shop.yaml 'machines[b].call' --did-not-happen --reason 'the console shows no such task'";
    expect((await follow(session, resolve)).code).toBe(0);
    await session.run('resume');
    expect(JSON.parse((await session.run('status', ['--json'])).stdout)).toMatchObject({
      migrations: [{}, { name: 'machines', units: { succeeded: 2 } }, {}],
    });
  });

  test('with failed units', async () => {
    await using session = await openTroubled();
    const retry = "waybill retry shop.yaml 'orders[orders-2024]' --reason 'the quota was raised'";
    expect((await follow(session, retry)).code).toBe(0);
    await follow(session, "waybill accept shop.yaml 'orders[orders-2024]' --reason 'copied by hand'");
    const skip = "waybill skip shop.yaml 'orders[orders-2025]' --reason 'not needed, OPS-17'";
    expect((await follow(session, skip)).code).toBe(0);
    const redo = "waybill redo shop.yaml 'orders[orders-2024]' --reason 'the index was deleted'";
    expect((await follow(session, redo)).code).toBe(0);
    await follow(session, 'waybill resume shop.yaml --retry-failed');
    expect(JSON.parse((await session.run('status', ['--json'])).stdout)).toMatchObject({
      migrations: [{ name: 'orders', units: { succeeded: 1, skipped: 1 } }, {}, {}],
    });
  });

  test('with a plan that was edited', async () => {
    await using session = await SandboxSession.open();
    await session.run('apply', ['--quiet']);
    session.writePlan(SHOP_PLAN.replace('number_of_shards: "2"', 'number_of_shards: "3"'));
    expect((await session.run('apply')).code).toBe(6);
    expect((await follow(session, 'waybill plan shop.yaml')).stdout).toContain('redo needed');
    expect((await follow(session, 'waybill resume shop.yaml --keep-changed')).code).toBe(3);
    const redo = "waybill redo shop.yaml 'orders[orders-2024]' --reason 'more shards'";
    expect((await follow(session, redo)).code).toBe(0);
    expect((await session.run('status')).stdout).toContain('accepted     1 step');
  });

  test('with a state that is lost: what exists is not created again', async () => {
    await using session = await SandboxSession.open();
    expect((await session.run('apply', ['--quiet'])).code).toBe(3);
    const created = createCount(session);
    rmSync(join(session.folder, '.waybill'), { recursive: true });
    const again = await follow(session, 'waybill apply shop.yaml');
    expect([again.code, again.stdout]).toEqual([5, expect.stringContaining('RUN_TASK_OF_OTHER_STATE')]);
    expect((await session.run('state adopt', ['orders[*]'])).code).toBe(0);
    expect((await session.run('resume', ['--quiet'])).code).toBe(5);
    const adopt =
      "waybill state adopt shop.yaml 'sessions.create' --output task_id=8abf6e1e-72c0-4ee1-9d0d-0f5e3a9b2c11 --reason 'lost state'";
    const sampleId = session.sandbox.control.state().huaweicloud.tasks[0]?.taskId ?? '';
    expect((await follow(session, adopt, { sampleId })).code).toBe(0);
    expect((await session.run('resume', ['--quiet'])).code).toBe(3);
    rmSync(join(session.folder, '.waybill'), { recursive: true });
    expect((await follow(session, "waybill state adopt shop.yaml --all --reason 'lost state'")).code).toBe(0);
    expect((await follow(session, 'waybill resume shop.yaml')).code).toBe(3);
    expect(createCount(session)).toBe(created);
  });

  test('are all of them', () => {
    expect(DOCUMENTED.filter((line) => !run.has(line))).toEqual([]);
  });
});
