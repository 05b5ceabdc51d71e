import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { SandboxSession, SHOP_PLAN } from './testing/sandbox-session.ts';

const PLAN = SHOP_PLAN.replace('secrets:\n', 'secrets:\n  chat_hook: { env: CHAT_HOOK }\n').concat(`
notify:
  - { webhook: "\${{ secrets.chat_hook }}", on: [gate, ended] }
`);

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

test('a run says on a webhook that a gate waits and that it ended; the next one does not repeat the gate', async () => {
  await using session = await SandboxSession.open(PLAN);
  const bodies: { event: string; step?: string; run: string }[] = [];
  await using server = createServer((request, response) => {
    void read(request).then((text) => {
      bodies.push(JSON.parse(text));
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const env = { CHAT_HOOK: `http://127.0.0.1:${(server.address() as AddressInfo).port}/canary-of-hook` };
  expect((await session.run('apply', ['--quiet'], { env })).code).toBe(3);
  const resumed = await session.run('resume', ['--quiet'], { env });
  expect(bodies.map(({ run, event, step }) => [run, event, step])).toEqual([
    ['run-1', 'gate', 'sessions.cutover'],
    ['run-1', 'ended', undefined],
    ['run-2', 'ended', undefined],
  ]);
  expect(resumed.stdout + resumed.stderr).not.toContain('webhook');
});

test('a webhook that is down is one warning, without its URL, and the run ends as it would', async () => {
  await using session = await SandboxSession.open(PLAN);
  await using server = createServer((_, response) => void response.writeHead(404).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const env = { CHAT_HOOK: `http://127.0.0.1:${(server.address() as AddressInfo).port}/canary-of-hook` };
  const { code, stdout, stderr } = await session.run('apply', ['--quiet'], { env });
  expect(code).toBe(3);
  expect(stderr.replaceAll(/\s+/g, ' ')).toContain(
    '2 messages to the webhook notify.0 could not be delivered: it answered 404.',
  );
  expect(stdout + stderr).not.toContain('canary');
});
