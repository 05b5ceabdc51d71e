import { expect, test } from 'vitest';
import { officeStand } from '../testing/office-stand.ts';
import { sendRequest } from '../testing/send-request.ts';
import { createInProcessSandbox } from './create-in-process-sandbox.ts';
import { startSandbox } from './start-sandbox.ts';

const POST = { method: 'POST', headers: {}, body: '{}' };

async function exchange(url: string, stands = [officeStand]) {
  const sandbox = createInProcessSandbox({ stands });
  const response = await sandbox.exchange({ ...POST, url });
  const operations = sandbox.control.requests().map(({ operation }) => operation);
  return { status: response?.status, body: JSON.parse(response?.body ?? 'null') as unknown, operations };
}

test('a service at an address of its own is the one below the path of its vendor', async () => {
  const office = 'west.example.com:8080';
  expect(await exchange(`http://${office}/letters`)).toMatchObject({
    body: { operation: 'Send', office, target: `/offices/${office}/letters` },
    operations: ['Send'],
  });
  expect((await exchange('https://west.example.com/letters')).body).toMatchObject({ office: 'west.example.com' });
});

test('paths that are somebody’s are left alone', async () => {
  expect((await exchange('http://127.0.0.1:8080/offices/west/letters')).body).toMatchObject({ office: 'west' });
  const unknown = await exchange('http://127.0.0.1:8080/offices/west/parcels');
  expect(unknown).toMatchObject({ status: 404, body: { message: 'POST /offices/west/parcels' } });
  // Without that vendor the address is one of a cluster, which has no such path.
  expect((await exchange('http://west.example.com/letters', [])).status).toBe(400);
});

test('one path may serve operations of several names, for faults and in the log', async () => {
  const faults = [{ operation: 'TrySend', fault: { kind: 'status', status: 503, when: 'before' } }] as const;
  await using sandbox = await startSandbox({ stands: [officeStand], faults });
  const statusOf = async (query: string) =>
    (
      await sendRequest(sandbox.url, {
        method: 'POST',
        target: `/offices/west/letters${query}`,
        headers: [['host', 'localhost']],
      })
    ).status;
  expect([await statusOf(''), await statusOf('?try=1')]).toEqual([200, 503]);
  expect(sandbox.control.requests().map(({ operation }) => operation)).toEqual(['Send', 'TrySend']);
});
