import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Plan } from '@waybill/core';
import { readProxySettings, shownProxy } from '@waybill/transport';
import { findAuthoritiesFlaw } from '@waybill/transport/files';
import type { CliIo } from '../cli-io.ts';
import type { Finding } from './finding.ts';

/** How the APIs are reached: proxies of the environment, and authorities that are trusted besides Node's own. */
export function checkNetwork(io: CliIo, plan?: Plan): readonly Finding[] {
  return [
    checkProxies(io),
    ...checkExtraAuthorities(io),
    ...(plan === undefined ? [] : checkPlanAuthorities(plan, io)),
  ];
}

function checkProxies({ env }: CliIo): Finding {
  const { httpProxy, httpsProxy, noProxy } = readProxySettings(env);
  const found = { area: 'environment', subject: 'Proxy' } as const;
  const named = [
    { name: 'HTTPS_PROXY', value: httpsProxy },
    { name: 'HTTP_PROXY', value: httpProxy },
  ].filter(({ value }) => value !== '');
  const wrong = named.find(({ value }) => shownProxy(value) === undefined);
  if (wrong !== undefined) {
    const fix = `Write it as http://host:port, with user and password in front of the host if needed.`;
    return { ...found, level: 'error', detail: `${wrong.name} is not a URL`, fix };
  }
  if (named.length === 0) return { ...found, level: 'ok', detail: 'none: HTTPS_PROXY and HTTP_PROXY are not set' };
  const shown = named.map(({ name, value }) => `${name} ${shownProxy(value)}`).join(', ');
  const except = noProxy === '' ? 'no host is exempt (NO_PROXY)' : `not for ${noProxy} (NO_PROXY)`;
  return { ...found, level: 'ok', detail: `${shown}; ${except}` };
}

/** Node warns once and continues without a file that it cannot read. */
function checkExtraAuthorities({ env, cwd }: CliIo): readonly Finding[] {
  const path = env['NODE_EXTRA_CA_CERTS'];
  if (path === undefined || path === '') return [];
  const found = { area: 'environment', subject: 'NODE_EXTRA_CA_CERTS' } as const;
  return [{ ...found, ...checkAuthorities(path, cwd, 'unset the variable') }];
}

function checkPlanAuthorities(plan: Plan, { cwd }: CliIo): readonly Finding[] {
  return [...plan.providers.values()].flatMap(({ alias, config }): readonly Finding[] => {
    const path = config['ca'];
    if (typeof path !== 'string') return [];
    const found = { area: 'plan', subject: `ca of ${alias}` } as const;
    return [{ ...found, ...checkAuthorities(path, cwd, 'remove `ca:`') }];
  });
}

/** `orElse`: what is done where no other authority is meant to be trusted. */
function checkAuthorities(path: string, cwd: string, orElse: string): Pick<Finding, 'level' | 'detail' | 'fix'> {
  const file = resolve(cwd, path);
  if (!existsSync(file))
    return { level: 'error', detail: `${path} does not exist`, fix: `Create the file, or ${orElse}.` };
  const flaw = findAuthoritiesFlaw(file);
  if (flaw === undefined) return { level: 'ok', detail: `${path} is trusted too` };
  const fix = `Write the authorities' certificates into it as PEM, or ${orElse}.`;
  return { level: 'error', detail: `${path} ${flaw}`, fix };
}
