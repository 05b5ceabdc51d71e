import { expect, test } from 'vitest';
import { SandboxSession, SHOP_PLAN } from './testing/sandbox-session.ts';
import { TROUBLE, TROUBLED_PLAN } from './testing/troubled-plan.ts';

/** Decides on units and steps by the addresses that they had; each answer shows the present one. */
test('decisions and views accept the old addresses of units whose migration and key were renamed', async () => {
  await using session = await SandboxSession.open(TROUBLED_PLAN);
  session.sandbox.control.setFaults(TROUBLE);
  expect((await session.run('apply', ['--quiet'])).code).toBe(5);
  session.sandbox.control.setFaults([]);
  const { tasks } = session.sandbox.control.state().huaweicloud;
  const made = tasks.length;
  session.writePlan(renamed(TROUBLED_PLAN));
  const shows = async (command: string, args: readonly string[], address: string) => {
    const { code, stdout, stderr } = await session.run(command, args);
    expect([code, `${stdout}${stderr}`]).toEqual([0, expect.stringContaining(address)]);
  };
  await shows('plan', ['--offline', '--no-estimate'], 'copies[2025] was copies[orders-2025]');
  await shows('status', ['--why', 'orders[orders-2025]'], 'copies[2025]');
  await shows('state show', ['orders[orders-2025]'], 'copies[2025].create');
  await shows('retry', ['orders[orders-2024]', '--reason', 'the sink is thawed'], 'copies[orders-2024]');
  await shows('skip', ['copies[orders-2025]', '--reason', 'not needed'], 'copies[2025]');
  await shows('redo', ['orders[2025]', '--reason', 'needed after all'], 'copies[2025]');
  await shows('plan', ['--offline', '--no-estimate', '--target', 'orders[orders-2025]'], 'copies[2025]');
  const id = tasks.find(({ name }) => name === 'twin')?.taskId ?? '';
  await shows('state adopt', ['twins[a].call', '--output', `task_id=${id}`, '--reason', 'older'], 'pair[first].call');
  await shows('state resolve', ['twins[b].call', '--did-not-happen', '--reason', 'by hand'], 'pair[b].call');
  expect((await session.run('resume', ['--quiet'])).stderr).not.toContain('changed steps');
  expect(session.sandbox.control.state().huaweicloud.tasks.length - made).toBeLessThanOrEqual(2);
});

test('a gate is approved by the address that its unit had', async () => {
  await using session = await SandboxSession.open();
  expect((await session.run('apply', ['--quiet'])).code).toBe(3);
  session.writePlan(SHOP_PLAN.replace('  sessions:\n', '  baskets:\n    formerly: [sessions]\n'));
  const { code, stdout, stderr } = await session.run('approve', ['sessions', '--reason', 'quiet', '--auto-approve']);
  expect([code, `${stdout}${stderr}`]).toEqual([0, expect.stringContaining('baskets')]);
  expect((await session.run('resume', ['--quiet'])).code).toBe(0);
});

function renamed(plan: string): string {
  const moved = `moved:
  - { from: "copies[orders-2025]", to: "copies[2025]" }
  - { from: "pair[a]", to: "pair[first]" }
migrations:
`;
  return plan
    .replace('migrations:\n', moved)
    .replace('  orders:\n', '  copies:\n    formerly: [orders]\n')
    .replace('[orders-2024, orders-2025]', '{ orders-2024: orders-2024, "2025": orders-2025 }')
    .replaceAll('each.key', 'each.value')
    .replace('  twins:\n', '  pair:\n    formerly: [twins]\n')
    .replace('[a, b]', '[first, b]')
    .replace('needs: [orders]', 'needs: [copies]');
}
