import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CommandLine, expectCode } from '../e2e/support/command-line.ts';
import { canStartRedis, RedisServer } from './support/redis-server.ts';

const planOf = (source: RedisServer, target: RedisServer): string => `version: 1
name: shown
secrets: { old: { env: OLD_PASSWORD } }
providers:
  old: { type: redis, url: "${source.url}", password: "\${{ secrets.old }}", limits: { requests: 2000/s } }
  new: { type: redis, url: "${target.url}", limits: { requests: 2000/s } }
migrations:
  keys:
    uses: new.verify
    with: { source: { connection: old }, target: { connection: new } }
    verify: { level: digest, rounds: 1, interval: 10ms }
`;

const PASSWORD = 'the-password-of-the-source';
const PRIVATE = 'a value that only its owners should see';

describe.skipIf(!canStartRedis())('differences with --show-values', () => {
  it('have what both sides hold, in that file alone', async () => {
    await using source = await RedisServer.start({
      config: [`requirepass ${PASSWORD}`],
      client: { password: PASSWORD },
    });
    await using target = await RedisServer.start();
    const binary = Buffer.from([0, 255, 92, 120, 48]);
    const long = 'k'.repeat(300);
    for (const { client } of [source, target]) {
      await client.set('text', `${PRIVATE} ${'x'.repeat(5_000)}`);
      await client.hset('hash', ...Array.from({ length: 50 }, (_, at) => [`field-${at + 10}`, `${at}`]).flat());
      await client.set(binary, Buffer.from([1, 2, 200]));
      await client.set(long, 'same');
      await client.rpush('list', 'a', 'b');
      await client.rpush('cut', 'a');
      await client.set('cut-text', 'a');
    }
    await target.client.set('text', `login: ${PASSWORD}`, 'PX', 100_000);
    await target.client.hset('hash', 'field-10', 'other');
    await target.client.set(binary, 'other');
    await target.client.set(long, 'other');
    await target.client.del('list');
    // The secret lies over the end of what is shown.
    await target.client.lset('cut', 0, `${'x'.repeat(995)}${PASSWORD}${'y'.repeat(100)}`);
    await target.client.set('cut-text', `\n${'x'.repeat(980)}${PASSWORD}${'é'.repeat(20_000)}`);
    const env = { OLD_PASSWORD: PASSWORD };
    const waybill = new CommandLine({ plan: planOf(source, target), env });
    const failed = expectCode(8, await waybill.run('apply', '--report', 'report.md'));
    const plain = expectCode(0, await waybill.run('status', '--differences', 'plain.jsonl'));
    expect(plain.stderr).not.toContain('holds values');
    expect(linesOf(waybill, 'plain.jsonl').every((line) => !('source' in line))).toBe(true);
    const shown = expectCode(0, await waybill.run('status', '--differences', 'shown.jsonl', '--show-values'));
    expect(shown.stderr).toContain('Warning: it holds values of 6 of them');
    const rows = new Map(linesOf(waybill, 'shown.jsonl').map((line) => [line['id'], line]));
    expect(rows.get('text')).toMatchObject({
      source: { type: 'string', size: 5_000 + PRIVATE.length + 1, value: expect.stringMatching(`^${PRIVATE} x+… `) },
      target: { type: 'string', value: 'login: [redacted]', expires_in_ms: expect.any(Number) },
    });
    expect(rows.get('hash')).toMatchObject({
      source: { type: 'hash', size: 50, value: expect.arrayContaining([['field-10', '0']]) },
      target: { value: expect.arrayContaining([['field-10', 'other']]) },
    });
    expect((rows.get('hash') as { source: { value: unknown[] } }).source.value.length).toBe(20);
    expect(rows.get('list')).toMatchObject({ what: 'missing', source: { value: ['a', 'b'] }, target: null });
    expect(rows.get('\\x00\\xff\\x5cx0') ?? rows.get('\\x00\\xff\\x0')).toMatchObject({
      source: { value: '\\x01\\x02\\xc8' },
      target: { value: 'other' },
    });
    const cut = [...rows.values()].find(({ id }) => String(id).startsWith('kkk'));
    expect([cut?.['what'], cut?.['source'], cut?.['target']]).toEqual(['changed', undefined, undefined]);
    expect(rows.get('cut')).toMatchObject({ target: { value: [expect.stringMatching(/^x{995}\[reda… /)] } });
    expect(rows.get('cut-text')).toMatchObject({
      target: { value: expect.stringMatching(/^\\x0ax{980}\[redacted\]\\xc3\\x…$/) },
    });
    expect(statSync(join(waybill.folder, 'shown.jsonl')).mode & 0o077).toBe(0);
    const again = expectCode(8, await waybill.run('verify', '--differences', 'again.jsonl', '--show-values'));
    expect(linesOf(waybill, 'again.jsonl')).toEqual(
      expect.arrayContaining([expect.objectContaining({ id: 'list', source: expect.objectContaining({ size: 2 }) })]),
    );
    const said = [failed, plain, shown, again].map(({ stdout, stderr }) => stdout + stderr).join('');
    for (const name of ['shown.jsonl', 'again.jsonl'])
      expect(readFileSync(join(waybill.folder, name), 'utf8')).not.toContain(PASSWORD.slice(0, 5));
    for (const text of [said, ...othersIn(waybill.folder)]) {
      expect(text).not.toContain(PRIVATE);
      expect(text).not.toContain(PASSWORD);
    }
  });

  it('are found and summed up although a side does not let its values be read', async () => {
    await using source = await RedisServer.start({
      config: [`requirepass ${PASSWORD}`],
      client: { password: PASSWORD },
    });
    await using target = await RedisServer.start();
    await source.client.set('text', 'one');
    await source.client.call('ACL', 'SETUSER', 'default', '-getrange');
    const plan = planOf(source, target).replace('level: digest', 'level: keys');
    const waybill = new CommandLine({ plan, env: { OLD_PASSWORD: PASSWORD } });
    expectCode(8, await waybill.run('apply'));
    const again = expectCode(8, await waybill.run('verify', '--differences', 'again.jsonl', '--show-values'));
    expect(again.stderr).toContain('into again.jsonl. It has no values, because a side could not be read: ');
    expect(again.stdout + again.stderr).toContain('(text)');
    expect(linesOf(waybill, 'again.jsonl')).toEqual([expect.not.objectContaining({ source: expect.anything() })]);
    const status = expectCode(0, await waybill.run('status', '--differences', 'shown.jsonl', '--show-values'));
    expect(status.stderr).toContain('It has no values');
  });

  it('are refused without a file', async () => {
    await using server = await RedisServer.start();
    const waybill = new CommandLine({ plan: planOf(server, server), env: { OLD_PASSWORD: 'x' } });
    const refused = expectCode(1, await waybill.run('status', '--show-values'));
    expect(refused.stderr).toContain('--differences FILE');
  });
});

function linesOf({ folder }: CommandLine, name: string): readonly Readonly<Record<string, unknown>>[] {
  const lines = readFileSync(join(folder, name), 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}

/** State, report and whatever else a command has left, but for the files that were asked for with values. */
function othersIn(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const others = names.filter(({ name }) => name !== 'shown.jsonl' && name !== 'again.jsonl');
  expect(others.length).toBeGreaterThan(2);
  return others.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'));
}
