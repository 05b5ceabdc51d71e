import { byStand } from '../listed-stands.ts';
import { environmentOf } from '../settings/credentials.ts';
import type { Sandbox } from './sandbox.ts';

/** One line of JSON that says where the sandbox is and which credentials it accepts. */
export function readyLine({ url, credentials }: Sandbox): string {
  return JSON.stringify({
    event: 'sandbox.ready',
    url,
    credentials: byStand((stand) => stand.describeCredentials(credentials[stand.name])),
    env: environmentOf(credentials),
  });
}
