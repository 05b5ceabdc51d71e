import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { chownSync, constants, cpSync, globSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  distributionFolder,
  distributionHome,
  logsFolder,
  type ServerLayout,
  serverFlags,
  temporaryFolder,
} from './build-command.ts';
import type { ServerDescription, ServerUser } from './catalogue.ts';

/** `nobody`, wherever one of that number has no other name. */
const NOBODY = 65_534;

export interface ProcessUser {
  readonly uid?: number;
  readonly gid?: number;
}

/** Makes what the server needs in its own folder, and says as which user it has to run. */
export function prepareFolder({ form, user }: ServerDescription, layout: ServerLayout): ProcessUser {
  for (const folder of [join(layout.folder, 'data'), logsFolder(layout), temporaryFolder(layout)]) mkdirSync(folder);
  if (form.kind === 'embedded') return {};
  copyTree(layout.installed, distributionFolder(layout));
  const config = join(distributionHome(layout), 'config');
  writeFileSync(join(config, 'jvm.options'), `${serverFlags(layout).join('\n')}\n`);
  if (user !== undefined) writeUsers(config, user);
  // The bootstrap of a distribution refuses root.
  if (process.getuid?.() !== 0) return {};
  for (const path of globSync('**', { cwd: layout.folder })) chownSync(join(layout.folder, path), NOBODY, NOBODY);
  chownSync(layout.folder, NOBODY, NOBODY);
  return { uid: NOBODY, gid: NOBODY };
}

/** Where the file system can, without copying bytes. */
function copyTree(from: string, to: string): void {
  cpSync(from, to, { recursive: true, mode: constants.COPYFILE_FICLONE });
}

/** The files of the file realm, which its command line would write with a Java process for each user. */
function writeUsers(config: string, { username, password }: ServerUser): void {
  writeFileSync(join(config, 'users'), `${username}:${hashPassword(password)}\n`);
  writeFileSync(join(config, 'users_roles'), `superuser:${username}\n`);
}

/** As Elasticsearch's `pbkdf2` hashing: HMAC-SHA512, 32 bytes of salt and of key. */
function hashPassword(password: string): string {
  const rounds = 10_000;
  const salt = randomBytes(32);
  const key = pbkdf2Sync(password, salt, rounds, 32, 'sha512');
  return `{PBKDF2}${rounds}$${salt.toString('base64')}$${key.toString('base64')}`;
}
