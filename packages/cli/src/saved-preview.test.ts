import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Preview } from '@waybill/core';
import { digestPreview, PREVIEW_FORMAT } from '@waybill/core/internal';
import { parseSavedPreview } from '@waybill/node';
import { describe, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';
import { savedVariables } from './saved-preview.ts';
import { FakeIo } from './testing/fake-io.ts';
import { golden } from './testing/golden.ts';
import { SandboxSession, type SessionResult, SHOP_PLAN } from './testing/sandbox-session.ts';

const FILE = 'shop.preview.json';

/** A command that names its file itself and takes no variables: a saved preview carries them. */
async function runBare(session: SandboxSession, ...words: readonly string[]): Promise<SessionResult> {
  const io = session.io();
  const code = await runCli(words, io);
  return { code, stdout: session.steady(io.stdout.text), stderr: session.steady(io.stderr.text), io };
}

async function openWithPreview(): Promise<SandboxSession> {
  const session = await SandboxSession.open();
  expect((await session.run('plan', ['--out', FILE])).code).toBe(0);
  return session;
}

function contentOf({ digest: _digest, ...saved }: Preview): Omit<Preview, 'digest'> {
  const { saved: _saved, next_steps: _nextSteps, ...content } = saved as typeof saved & Record<string, unknown>;
  return content;
}

/** How often each remote task was created. */
function createdIn({ sandbox }: SandboxSession): string {
  const { alicloud, huaweicloud } = sandbox.control.state();
  return JSON.stringify([alicloud.created, huaweicloud.created]);
}

function editSaved(session: SandboxSession, edit: (preview: Record<string, unknown>) => void): void {
  const path = join(session.folder, FILE);
  const preview = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  edit(preview);
  writeFileSync(path, JSON.stringify(preview));
}

test('a preview is not saved when an input holds a password or a token inside a URL', () => {
  expect(savedVariables({ index: 'a=b', host: 'http://10.0.0.1:9200' })).toEqual({
    index: 'a=b',
    host: 'http://10.0.0.1:9200',
  });
  for (const value of ['http://elastic:hush-hush@h', 'https://ghp_0123456789@h']) {
    expect(() => savedVariables({ host: value })).toThrow('input host holds a password inside a URL');
    expect(() => savedVariables({ host: value })).not.toThrow(/hush|ghp_/);
  }
});

describe('a saved preview', () => {
  test('is applied without a question, resumed, and refused once something else has happened', async () => {
    await using session = await openWithPreview();
    let transcript = '';
    const add = async (expected: number, ...words: readonly string[]): Promise<void> => {
      const { code, stdout, stderr } = await runBare(session, ...words);
      transcript += `$ waybill ${words.join(' ')}\n${stdout}${stderr}[exit code ${code}]\n\n`;
      expect([words.join(' '), code]).toEqual([words.join(' '), expected]);
    };
    await add(0, 'show', FILE, '--concise');
    await add(0, 'plan', 'shop.yaml', '--check', FILE);
    await add(3, 'apply', FILE, '--quiet');
    await add(0, 'plan', 'shop.yaml', '--check', FILE);
    await add(3, 'apply', FILE, '--quiet');
    await add(1, 'apply', FILE, '--target', 'orders');
    session.writePlan(SHOP_PLAN.replace('bandwidth_limit_mb: 100', 'bandwidth_limit_mb: 200'));
    await add(6, 'plan', 'shop.yaml', '--check', FILE);
    await add(6, 'apply', FILE);
    session.writePlan(SHOP_PLAN.replace('in_flight: 4', 'in_flight: 5'));
    await add(6, 'apply', FILE);
    session.writePlan(SHOP_PLAN);
    expect((await session.run('resume', ['--quiet'])).code).toBe(3);
    await add(6, 'apply', FILE);
    await add(0, 'show', FILE, '--concise');
    expect(transcript).toBe(golden('saved-preview.txt', transcript));
  });

  test('is the same every time it is made, but for the id of the state that it will create', async () => {
    await using session = await openWithPreview();
    const read = (): Preview => JSON.parse(readFileSync(join(session.folder, FILE), 'utf8')) as Preview;
    const first = read();
    await session.run('plan', ['--out', FILE]);
    const second = read();
    expect(first.binding.state).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{32}$/), serial: 0 });
    expect(second.binding.state?.id).not.toBe(first.binding.state?.id);
    const binding = { ...second.binding, state: first.binding.state };
    expect(digestPreview({ ...contentOf(second), binding })).toBe(first.digest);
  });

  test('that is applied on a second machine finds what the first one created, and creates nothing', async () => {
    await using session = await openWithPreview();
    expect((await runBare(session, 'apply', FILE, '--quiet')).code).toBe(3);
    const created = createdIn(session);
    const second = await runBare(session, 'apply', FILE, '--quiet', '--state', 'elsewhere/shop.db');
    expect({ code: second.code, created: createdIn(session) }).toEqual({ code: 3, created });
  });

  test.each([
    [
      'changed by hand',
      (preview: Record<string, unknown>) => Object.assign(preview, { warnings: [{}] }),
      'it was changed after it was written',
    ],
    [
      'of another format',
      (preview: Record<string, unknown>) => Object.assign(preview, { format_version: '9.0' }),
      'its format 9.0 is not',
    ],
    ['only printed', (preview: Record<string, unknown>) => delete preview['saved'], 'it was printed and not saved'],
  ])('that was %s is refused', async (_what, edit, why) => {
    await using session = await openWithPreview();
    editSaved(session, edit);
    const { code, stderr } = await runBare(session, 'apply', FILE);
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining(`error CLI_PREVIEW_INVALID: ${FILE} cannot be used as a preview: ${why}`),
    ]);
  });

  test('that was cut off, or is no preview, is refused', async () => {
    await using session = await openWithPreview();
    const path = join(session.folder, FILE);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.slice(0, text.length / 2));
    expect((await runBare(session, 'apply', FILE)).stderr).toContain('it is not complete JSON');
    writeFileSync(path, '{"format_version": "2.0", "kind": "preview"}');
    expect((await runBare(session, 'show', FILE)).stderr).toContain('it is not a preview');
    writeFileSync(path, '{"a": 1}');
    expect(await runBare(session, 'show', FILE)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('PLAN_UNKNOWN_KEY'),
    });
  });

  test('expires, unless it was begun before', async () => {
    await using session = await SandboxSession.open();
    await session.run('plan', ['--out', FILE, '--expires', '1s']);
    editSaved(session, (preview) =>
      Object.assign(preview['saved'] as object, { expires_at: '2020-01-01T00:00:00.000Z' }),
    );
    const expired = await runBare(session, 'apply', FILE);
    expect([expired.code, expired.stderr]).toEqual([6, expect.stringContaining('It expired at TIMESTAMP.')]);
    await session.run('plan', ['--out', FILE, '--expires', 'never']);
    expect(readFileSync(join(session.folder, FILE), 'utf8')).toContain('"expires_at":null');
    expect((await runBare(session, 'apply', FILE, '--quiet')).code).toBe(3);
    editSaved(session, (preview) =>
      Object.assign(preview['saved'] as object, { expires_at: '2020-01-01T00:00:00.000Z' }),
    );
    expect((await runBare(session, 'apply', FILE, '--quiet')).code).toBe(3);
  });

  test('says to programs whether it is current', async () => {
    await using session = await openWithPreview();
    const current = await runBare(session, 'plan', 'shop.yaml', '--check', FILE, '--json');
    expect(JSON.parse(current.stdout)).toMatchObject({ kind: 'preview-check', is_current: true, differences: [] });
    session.writePlan(SHOP_PLAN.replace('orders-2025', 'orders-2026'));
    const stale = await runBare(session, 'plan', 'shop.yaml', '--check', FILE, '--json');
    expect([stale.code, JSON.parse(stale.stdout)]).toMatchObject([
      6,
      { is_current: false, differences: [{ what: 'steps' }] },
    ]);
  });
});

describe('--plan', () => {
  test('refuses a preview of another plan before that plan is read', async () => {
    await using session = await openWithPreview();
    // Named by the preview and not there: reading it would be another error.
    editSaved(session, (preview) => {
      preview['plan'] = { ...(preview['plan'] as object), file: 'evil.yaml' };
      const { digest: _digest, saved, next_steps: nextSteps, ...content } = preview;
      Object.assign(preview, { digest: digestPreview(content as never), saved, next_steps: nextSteps });
    });
    const foreign = await runBare(session, 'apply', FILE, '--plan', 'shop.yaml');
    expect(foreign).toMatchObject({ code: 1 });
    expect(foreign.stderr).toContain('it was made from evil.yaml, not from shop.yaml');
    const none = await runBare(session, 'apply', 'shop.yaml', '--plan', 'shop.yaml', '--auto-approve');
    expect(none.stderr).toContain('--plan needs a saved preview, but shop.yaml is not one');
    expect(session.sandbox.control.state().alicloud.created).toEqual({});
  });

  test('applies a preview of the plan that is named, however its path is written', async () => {
    await using session = await openWithPreview();
    const applied = await runBare(session, 'apply', FILE, '--plan', './shop.yaml', '--quiet');
    expect([applied.code, applied.stderr]).toEqual([3, expect.any(String)]);
  });
});

describe('--target and --exclude', () => {
  test('choose units of a preview and of a run', async () => {
    await using session = await SandboxSession.open();
    const { stdout } = await session.run('plan', ['--target', 'orders[orders-2024]', '--json']);
    expect(JSON.parse(stdout).binding.selection).toEqual({ target: ['orders[orders-2024]'], exclude: [], left_out: 2 });
    expect((await session.run('apply', ['--exclude', 'sessions', '--quiet'])).code).toBe(0);
    expect((await session.run('status')).stdout).toContain('sessions  1 unit: 1 pending');
    const unknown = await session.run('apply', ['--target', 'session']);
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('Did you mean sessions?')]);
  });

  test('are kept by a saved preview', async () => {
    await using session = await SandboxSession.open();
    await session.run('plan', ['--out', FILE, '--target', 'orders']);
    expect((await runBare(session, 'apply', FILE, '--quiet')).code).toBe(0);
    expect(session.sandbox.control.state().huaweicloud.tasks).toEqual([]);
  });
});

test('a plan that is not there is told as such', async () => {
  const io = new FakeIo();
  expect(await runCli(['apply', 'nosuch.yaml'], io)).toBe(1);
  expect(io.stderr.text).toContain('error CLI_FILE_UNREADABLE: nosuch.yaml cannot be read: there is no such file.');
});

test('a preview that is to be checked against itself is refused, with the plan to name', async () => {
  await using session = await SandboxSession.open();
  expect((await session.run('plan', ['--out', 'shop.preview.json', '--no-estimate', '--offline'])).code).toBe(0);
  const io = session.io();
  expect(await runCli(['plan', 'shop.preview.json', '--check', 'shop.preview.json'], io)).toBe(1);
  expect(io.stderr.text).toContain('shop.preview.json is a saved preview: --check compares a preview with its plan.');
  expect(io.stderr.text).toContain('waybill plan shop.yaml --check shop.preview.json');
  expect(io.stderr.text).not.toContain('--var and');
});

test('a saved preview of many units is packed, read back as it was, and refused when a row of it was changed', async () => {
  const keys = Array.from({ length: 1_001 }, (_, number) => `orders-${number}`);
  await using session = await SandboxSession.open(
    SHOP_PLAN.replace('[orders-2024, orders-2025]', `[${keys.join(', ')}]`),
  );
  expect((await session.run('plan', ['--offline', '--no-estimate', '--out', FILE])).code).toBe(0);
  const text = readFileSync(join(session.folder, FILE), 'utf8');
  expect(JSON.parse(text).format_version).toBe('5.0');
  const { preview } = parseSavedPreview(FILE, text);
  expect(preview.format_version).toBe(PREVIEW_FORMAT);
  const shown = JSON.parse((await runBare(session, 'show', FILE, '--json')).io.stdout.text);
  expect(contentOf(shown)).toEqual(contentOf(preview));

  const changed = text.replace('[0,"orders[orders-7]"', '[0,"orders[orders-8]"');
  expect(() => parseSavedPreview(FILE, changed)).toThrow('it was changed after it was written');
  const broken = text.replace('[0,"orders[orders-7]"', '[9,"orders[orders-7]"');
  expect(() => parseSavedPreview(FILE, broken)).toThrow('its units cannot be unpacked');
});
