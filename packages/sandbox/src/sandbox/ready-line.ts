import { defined } from '@waybill/stand-kit';
import { byStand, type NamedStand } from '../listed-stands.ts';
import { environmentOf } from '../settings/credentials.ts';
import type { Sandbox } from './sandbox.ts';

/** One line of JSON that says where the sandbox is and which credentials it accepts. */
export function readyLine(sandbox: Sandbox): string {
  const { url, credentials } = sandbox;
  const stands = sandbox.stands as readonly NamedStand[];
  const instances = sandbox.control.instances().map(({ id, name, host, port }) => ({ id, name, host, port }));
  return JSON.stringify({
    event: 'sandbox.ready',
    url,
    credentials: byStand((stand) => stand.describeCredentials(credentials[stand.name]), stands),
    env: environmentOf(credentials, stands),
    ...defined({ instances: instances.length === 0 ? undefined : instances }),
  });
}
