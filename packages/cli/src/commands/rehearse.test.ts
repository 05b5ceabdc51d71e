import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JSON_FORMAT } from '../json-format.ts';
import { runCli } from '../run-cli.ts';
import { FakeIo, type FakeIoOptions } from '../testing/fake-io.ts';
import { golden } from '../testing/golden.ts';
import { SHOP_PLAN } from '../testing/sandbox-session.ts';

const PLAN = SHOP_PLAN.replace('description: Address of the APIs', 'default: https://api.example.com');

/** Credentials that no rehearsal needs: the secrets behind them have no value here. */
const WITH_CREDENTIALS = PLAN.replace(
  '    project_id:',
  '    signing: token\n    credentials: { username: u, password: "${{ secrets.dcs }}", domain_name: d }\n    project_id:',
);

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-rehearse-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function rehearse(
  plan: string,
  more: readonly string[] = [],
  options: FakeIoOptions = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  writeFileSync(join(folder, 'shop.yaml'), plan);
  const io = new FakeIo({ ...options, cwd: folder });
  const code = await runCli(['rehearse', 'shop.yaml', ...more], io);
  return { code, stdout: io.stdout.text, stderr: io.stderr.text };
}

describe('a rehearsal', () => {
  test('tells calls, time and gates, the same every time, and leaves nothing behind', async () => {
    const { code, stdout, stderr } = await rehearse(PLAN);
    expect(stdout).toBe(golden('rehearse.txt', stdout));
    expect([code, stderr]).toEqual([0, '']);
    expect((await rehearse(PLAN)).stdout).toBe(stdout);
    expect(readdirSync(folder)).toEqual(['shop.yaml']);
  });

  test('needs no credentials, whatever the plan says about them', async () => {
    const { code, stdout } = await rehearse(WITH_CREDENTIALS);
    expect(stdout).toBe((await rehearse(PLAN)).stdout);
    expect(code).toBe(0);
  });

  test('dies and loses answers at many points', async () => {
    const { code, stdout } = await rehearse(PLAN, ['--crash', '--points', '12']);
    expect(stdout).toBe(golden('rehearse-crash.txt', stdout));
    expect(code).toBe(0);
  });

  test('shows on a terminal how far it is, and takes that away in the end', async () => {
    const { stderr } = await rehearse(PLAN, ['--crash', '--points', '2', '--no-color'], { isTTY: true });
    expect(stderr).toBe(`\r${'tried 1 of 2 points'.padEnd(40)}\r${' '.repeat(40)}\r`);
  });

  test('of a plan that cannot work ends with 1 and the cause', async () => {
    const { code, stdout } = await rehearse(PLAN.replace('providers:', 'defaults: { timeout: 1s }\nproviders:'));
    expect(code).toBe(1);
    expect(stdout).toContain('vendors: failed');
    expect(stdout).toContain('Failed\n');
  });

  test('--json is one object', async () => {
    const { code, stdout } = await rehearse(PLAN, ['--crash', '--points', '3', '--seed', '4', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      format_version: JSON_FORMAT,
      kind: 'rehearsal',
      is_good: true,
      seed: 4,
      units: { total: 3, succeeded: 3 },
      gates: ['sessions.cutover'],
      crash: { tried: 3, differences: [] },
    });
  });

  test('refuses options that mean nothing', async () => {
    expect((await rehearse(PLAN, ['--points', '0'])).stderr).toContain(
      '--points 0 is not a whole number of at least 1.',
    );
  });
});
