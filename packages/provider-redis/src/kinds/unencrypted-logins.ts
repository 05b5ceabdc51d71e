import type { BlueprintProblem, ComparedSide, KindInput, Value, ValueObject } from '@waybill/core';
import { isLoopbackHost, urlsOf } from '@waybill/provider-kit';

type Side = Pick<ComparedSide, 'connection' | 'namedAt' | 'address'>;

/**
 * A warning for each connection, and each address of the plan, that is sent a password over a network without TLS. Whether an
 * instance of a service has TLS is known by the check of that service alone.
 */
export function unencryptedLogins(
  sides: readonly Side[],
  { connections }: Pick<KindInput, 'connections'>,
): readonly BlueprintProblem[] {
  const byConnection = new Map(sides.map((side) => [side.connection, side]));
  return [...byConnection.values()].flatMap((side) =>
    side.address === undefined
      ? ofConnection(side, connections?.get(side.connection)?.config)
      : ofAddress(side, side.address),
  );
}

function ofConnection({ connection, namedAt }: Side, entry: ValueObject = {}): readonly BlueprintProblem[] {
  const { password, sentinel_password: sentinelPassword } = entry;
  if ((password ?? sentinelPassword ?? null) === null || !urlsOf(entry).some(isPlain)) return [];
  return [
    unencrypted(namedAt, {
      detail: `The server ${connection} is reached without TLS.`,
      hint: 'Write url as rediss:// where the server has TLS, with ca for a certificate of your own, or reach it over a tunnel that ends on this machine.',
    }),
  ];
}

function ofAddress(
  { namedAt }: Side,
  { arguments: args, origin }: NonNullable<Side['address']>,
): readonly BlueprintProblem[] {
  const { addresses, password = null } = args;
  if (password === null || typeof addresses !== 'string') return [];
  if (!addresses.split(',').some((address) => isPlain(`redis://${address.trim()}`))) return [];
  return [
    unencrypted(namedAt, {
      detail: `The server is called at ${origin}, without TLS, with the password that the plan has for it.`,
      hint: `Name a connection in ${namedAt}, with rediss:// where the server has TLS or over a tunnel that ends on this machine.`,
    }),
  ];
}

function unencrypted(namedAt: string, text: Pick<BlueprintProblem, 'detail' | 'hint'>): BlueprintProblem {
  return {
    severity: 'warning',
    path: namedAt.split('.'),
    summary: 'a password crosses the network unencrypted',
    ...text,
  };
}

/** Loopback is no network. */
function isPlain(url: Value): boolean {
  const parsed = typeof url === 'string' ? URL.parse(url) : null;
  return parsed !== null && ['redis:', 'http:'].includes(parsed.protocol) && !isLoopbackHost(parsed.hostname);
}
