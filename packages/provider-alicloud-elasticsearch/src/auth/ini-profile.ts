import type { KeySource } from './key-source.ts';

/**
 * The access key in a section of the SDKs' credentials file (`~/.alibabacloud/credentials`), or that the instance's role
 * issues it (type `ecs_ram_role`). Other types are not read.
 */
export function readIniProfile(content: string, profileName: string | undefined): KeySource {
  const name = profileName ?? 'default';
  const section = parseSections(content).get(name);
  if (section === undefined) return { kind: 'none', finding: `it has no section [${name}]` };
  if (section.get('enable') === 'false') return { kind: 'none', finding: `its section [${name}] is not enabled` };
  const type = section.get('type') ?? 'access_key';
  if (type === 'ecs_ram_role') return { kind: 'instance-role', roleName: section.get('role_name') };
  if (type !== 'access_key' && type !== 'sts') {
    const finding = `its section [${name}] has type ${type}, and only access_key, sts and ecs_ram_role are read`;
    return { kind: 'none', finding };
  }
  return {
    kind: 'key',
    accessKeyId: section.get('access_key_id'),
    accessKeySecret: section.get('access_key_secret'),
    securityToken: type === 'sts' ? section.get('security_token') : undefined,
    label: `section [${name}]`,
  };
}

/** Sections of `name = value` lines; `#` and `;` begin a comment line. An empty value counts as absent. */
function parseSections(content: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let current = new Map<string, string>();
  for (const line of content.split(/\r?\n/).map((raw) => raw.trim())) {
    const header = /^\[([^\]]+)\]$/.exec(line)?.[1]?.trim();
    if (header !== undefined) {
      current = new Map();
      sections.set(header, current);
      continue;
    }
    const separator = line.indexOf('=');
    if (separator <= 0 || line.startsWith('#') || line.startsWith(';')) continue;
    const value = line.slice(separator + 1).trim();
    if (value !== '') current.set(line.slice(0, separator).trim(), value);
  }
  return sections;
}
