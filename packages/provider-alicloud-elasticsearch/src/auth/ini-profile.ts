import { readIniSections } from '@waybill/provider-kit';
import type { KeySource } from './key-source.ts';

/**
 * The access key in a section of the SDKs' credentials file (`~/.alibabacloud/credentials`), or that the instance's role
 * issues it (type `ecs_ram_role`). Other types are not read.
 */
export function readIniProfile(content: string, profileName: string | undefined): KeySource {
  const name = profileName ?? 'default';
  const section = findSection(content, name);
  if (section === undefined) return { kind: 'none', finding: `it has no section [${name}]` };
  if (section.get('enable') === 'false') return { kind: 'none', finding: `its section [${name}] is not enabled` };
  const type = section.get('type') ?? 'access_key';
  if (type === 'ecs_ram_role') return { kind: 'instance-role', roleName: section.get('role_name') };
  if (type !== 'access_key' && type !== 'sts') {
    const finding = `its section [${name}] has type ${type}, but only access_key, sts and ecs_ram_role are supported`;
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

/** Of sections with one name the last holds. An empty value counts as absent. */
function findSection(content: string, name: string): ReadonlyMap<string, string> | undefined {
  const section = readIniSections(content).findLast((candidate) => candidate.name === name);
  return section && new Map(section.entries.filter(([, value]) => value !== ''));
}
