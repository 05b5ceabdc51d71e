import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DATA_PLANES, type DataPlane, type SandboxDataPlane, startSandbox } from '@waybill/sandbox';
import { describe, expect, it, onTestFinished } from 'vitest';
import { refuseShared } from '../../packages/cli/src/data-choice.ts';
import { emitDataChoices } from '../../scripts/generate/emit-data-choices.ts';
import { emitVendors } from '../../scripts/generate/emit-vendors.ts';
import { VENDORS } from '../../vendors.ts';
import { provider } from './archive-office.ts';
import { archiveOffice } from './data-plane/archive-office.ts';
import { archiveStand } from './stand/stand.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const PLANES = [...DATA_PLANES, archiveOffice];

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'waybill-data-planes-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

describe('real servers of a third vendor', () => {
  it('are added by a folder, and the line that its vendor has in the one list', async () => {
    const root = temporaryFolder();
    for (const name of ['node', 'sandbox'])
      for (const file of ['package.json', 'tsconfig.json'])
        cpSync(join(ROOT, 'packages', name, file), join(root, 'packages', name, file));
    mkdirSync(join(root, 'packages', `data-plane-${provider.type}`));
    const files = await emitVendors([...VENDORS, provider.type], root);
    expect(files.get('packages/sandbox/src/generated/data-planes.generated.ts')).toContain(
      "export { archiveOffice } from '@waybill/data-plane-archive-office';",
    );
    const { dependencies } = JSON.parse(files.get('packages/sandbox/package.json') ?? '');
    expect(dependencies).toMatchObject({ '@waybill/data-plane-archive-office': 'workspace:*' });
  });

  it('have options of their own beside those of the others', async () => {
    const text = await emitDataChoices(PLANES);
    const names = [...text.matchAll(/"name": "([\w-]+)"/g)].map(([, name = '']) => name);
    for (const { name, options } of PLANES)
      expect(names).toEqual(expect.arrayContaining([name, ...options.map((option) => option.name)]));
  });

  it.each([
    ['rooms-folder', 'the data plane rooms'],
    ['port', 'the command itself'],
  ])('cannot have the option %s, which %s has', async (name, owner) => {
    const other: SandboxDataPlane = { ...archiveOffice, name: 'halls', options: [{ name, value: 'file', help: '' }] };
    const message = `The data plane halls has the option --${name}, and so has ${owner}. Rename one of the two.`;
    expect(() => refuseShared([archiveOffice, other], ['port'])).toThrow(message);
    if (name !== 'port') await expect(emitDataChoices([archiveOffice, other])).rejects.toThrow(message);
  });

  it.each(['simulated', 'real', 'rooms', 'a,b'])('cannot have the name %s', (name) => {
    expect(() => refuseShared([archiveOffice, { ...archiveOffice, name, options: [] }], [])).toThrow(
      `No data plane can have the name ${name}`,
    );
  });

  it('are behind the stand that can have them, and those of another vendor are not', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'north'));
    writeFileSync(join(folder, 'north', 'births.txt'), 'ann\nbob\n');
    const prepared = archiveOffice.prepare({ options: { 'rooms-folder': folder }, seed: 1, env: {} });
    await using rooms = await prepared.start();
    const other: DataPlane = {
      kind: 'other',
      instances: () => [{ id: 'other', host: '127.0.0.1', port: 1, version: '1' }],
    };
    await using sandbox = await startSandbox({ stands: [archiveStand], data: [other, rooms] });
    const headers = { 'x-archive-key': archiveStand.credentials.key };
    const get = async (path: string) => (await fetch(`${sandbox.url}${path}`, { headers })).json();
    expect(await get('/archive/north/shelves/births')).toEqual({ sheets: 2, sealed: false });
    expect(await get('/archive/north/shelves/deeds')).toEqual({ sheets: 0, sealed: false });
    const ids = sandbox.control.instances().map(({ id }) => id);
    expect(ids).toEqual(['other', 'north/births']);
    await expect(startSandbox({ data: [other, other] })).rejects.toThrow('Two data planes have the kind other.');
    expect(readFileSync(join(folder, 'north', 'births.txt'), 'utf8')).toBe('ann\nbob\n');
  });
});
