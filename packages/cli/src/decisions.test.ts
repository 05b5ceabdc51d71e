import { join } from 'node:path';
import { openSqliteStore } from '@waybill/core';
import { systemRandom } from '@waybill/node';
import { describe, expect, test } from 'vitest';
import { JSON_FORMAT } from './json-format.ts';
import { golden } from './testing/golden.ts';
import { SandboxSession, showsCreate } from './testing/sandbox-session.ts';
import { Transcript } from './testing/transcript.ts';
import { TROUBLE, TROUBLED_PLAN } from './testing/troubled-plan.ts';

/** A run that ended with two failed units, one that waits for them, and two calls that may have happened. */
async function openTroubled(): Promise<SandboxSession> {
  const session = await SandboxSession.open(TROUBLED_PLAN);
  session.sandbox.control.setFaults(TROUBLE);
  expect((await session.run('apply', ['--quiet'])).code).toBe(5);
  session.sandbox.control.setFaults([]);
  return session;
}

function twinIds(session: SandboxSession): readonly string[] {
  const { tasks } = session.sandbox.control.state().huaweicloud;
  return tasks.filter(({ name }) => name === 'twin').map(({ taskId }) => taskId);
}

describe('units that a run could not bring to their end', () => {
  test('are told with the commands for each, and go on as people decide', async () => {
    await using session = await openTroubled();
    const transcript = new Transcript(session);
    const [first = ''] = twinIds(session);
    await transcript.add('status', [], 0);
    await transcript.add('retry', ['twins[a]'], 1);
    await transcript.add('retry', ['oders[orders-2024]'], 1);
    await transcript.add('retry', ['orders[orders-2024].create'], 1);
    await transcript.add('retry', ['orders[orders-2024]', '--reason', 'the sink is thawed'], 0);
    await transcript.add('skip', ['orders[orders-2025]', '--reason', '...'], 1);
    await transcript.add('skip', ['orders[*]', '--reason', 'not needed any more, OPS-17'], 0);
    await transcript.add('state adopt', ['twins[a].cal', '--output', 'task_id=x'], 1);
    await transcript.add('state adopt', ['twins[a].call'], 1);
    await transcript.add('state adopt', ['twins[a].call', '--output', 'taskid=x'], 1);
    await transcript.add('state adopt', ['orders[orders-2024].create'], 1);
    await transcript.add(
      'state adopt',
      ['twins[a].call', '--output', `task_id=${first}`, '--reason', 'the older one'],
      0,
    );
    await transcript.add('state resolve', ['twins[b].call', '--did-not-happen', '--reason', 'it was made by hand'], 0);
    await transcript.add('resume', ['--quiet'], 0);
    await transcript.add('status', [], 0);
    await transcript.add('accept', ['orders[orders-2024]', '--reason', 'x'], 1);
    await transcript.add('accept', ['orders[orders-2025]', '--reason', 'copied by hand'], 0);
    await transcript.add('resume', ['--quiet'], 0);
    await transcript.add('redo', ['reports', '--reason', 'it was deleted by hand'], 0);
    await transcript.add('resume', ['--quiet'], 0);
    await transcript.add('cancel', [], 0);
    await transcript.add('force-unlock', [], 0);
    expect(transcript.text).toBe(golden('decisions.txt', transcript.text));
    expect(twinIds(session)).toHaveLength(5);
  });

  test('are not given a task that the vendor does not show', async () => {
    await using session = await openTroubled();
    const [first = ''] = twinIds(session);
    const adopt = (id: string, env: Readonly<Record<string, string>> = {}) =>
      session.run('state adopt', ['twins[a].call', '--output', `task_id=${id}`, '--reason', 'by its id'], { env });
    const refused = await adopt('None');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('The vendor shows no task for twins[a].call with task_id=None.');
    expect((await session.run('status', ['--json'])).stdout).toContain('"decisions":[]');
    // Where it cannot be asked, the operator's word counts.
    const unasked = await adopt(first, { HUAWEICLOUD_SDK_AK: '', HUAWEICLOUD_SDK_SK: '' });
    expect(unasked.stderr).toContain('note: it was not checked whether the vendor has this task');
    expect(unasked.code).toBe(0);
  });

  test('are decided on in one commit or not at all', async () => {
    await using session = await openTroubled();
    const { code, stderr } = await session.run('accept', ['orders[orders-2024]', 'nosuch', '--reason', 'by hand']);
    expect(code).toBe(1);
    expect(stderr).toContain('The plan has no unit nosuch.');
    expect((await session.run('status', ['--json'])).stdout).toContain('"decisions":[]');
  });

  test('a pattern never means units that are merely not done', async () => {
    await using session = await openTroubled();
    const { code, stderr } = await session.run('skip', ['rep*', '--reason', 'all of it']);
    expect(code).toBe(1);
    expect(stderr).toContain('error CLI_UNIT_NOT_FITTING: reports is skipped, not failed or unknown.');
  });

  test('--json tells what was decided and what comes next', async () => {
    await using session = await openTroubled();
    const { stdout } = await session.run('retry', ['*', '--json']);
    expect(JSON.parse(stdout)).toEqual({
      format_version: JSON_FORMAT,
      kind: 'decided',
      decision: 'retry',
      decided: ['orders[orders-2024]', 'orders[orders-2025]'],
      not_fitting: ['twins[a]', 'twins[b]', 'reports'],
      reason: 'no reason given',
      next_steps: [
        { command: 'waybill resume shop.yaml --var endpoint=http://sandbox', why: 'continue from this decision' },
      ],
    });
  });
});

describe('a run that goes on elsewhere', () => {
  test('is stopped by cancel, and can be resumed', async () => {
    await using session = await SandboxSession.open();
    session.sandbox.control.setDurations({ alicloudRunningMs: 60_000 });
    const io = session.io({ livePids: [100] });
    let cancelled: Promise<{ readonly stdout: string }> | undefined;
    io.stdout.onWrite = (text) => {
      if (showsCreate(text)) cancelled ??= session.run('cancel', [], { livePids: [100] });
    };
    const { code, stdout } = await session.runWith(io, 'apply', ['--json']);
    expect(code).toBe(4);
    expect(stdout).toContain('"reason":"cancelled by tester@host-1"');
    expect((await cancelled)?.stdout).toContain('Asked the run to stop');
  });

  test('on another host is left a message, and may not live any more', async () => {
    await using session = await SandboxSession.open();
    const io = session.io();
    io.stdout.onWrite = (text) => {
      if (showsCreate(text)) io.interrupt();
    };
    await session.runWith(io, 'apply', ['--json']);
    const { stdout } = await session.run('cancel', ['--json'], { host: 'host-2' });
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'cancelled', asked: false, running: 'no' });
  });
});

describe('force-unlock', () => {
  async function openHeld(): Promise<{ session: SandboxSession; close: () => Promise<void> }> {
    const session = await SandboxSession.open();
    const path = join(session.folder, '.waybill', 'shop.db');
    const store = openSqliteStore({ path, plan: 'shop', random: systemRandom });
    const lease = await store.acquire({ host: 'host-1', pid: 7, user: 'someone' });
    const close = async (): Promise<void> => {
      await lease[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
      await session[Symbol.asyncDispose]();
    };
    return { session, close };
  }

  test('shows who holds the state and asks; "no" leaves it', async () => {
    const { session, close } = await openHeld();
    const { code, stderr, io } = await session.run('force-unlock', [], { answer: 'n', livePids: [7] });
    expect(io.questions).toEqual(['Take over the state? [y/N] ']);
    expect(stderr).toBe(golden('force-unlock-asked.txt', stderr));
    expect(code).toBe(4);
    expect((await session.run('apply', ['--quiet'])).code).toBe(7);
    await close();
  });

  test('refuses where nobody can be asked, and does it when told to', async () => {
    const { session, close } = await openHeld();
    const refused = await session.run('force-unlock');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('error CLI_CONFIRMATION_MISSING: ');
    expect(refused.stderr).toContain('waybill force-unlock shop.yaml --auto-approve');
    const { code, stdout } = await session.run('force-unlock', ['--auto-approve']);
    expect([code, stdout]).toEqual([0, golden('force-unlocked.txt', stdout)]);
    expect((await session.run('apply', ['--quiet'])).code).toBe(3);
    await close();
  });
});
