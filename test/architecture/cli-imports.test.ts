import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/**
 * What the command line takes from core itself, and not from the library: errors to recognize, pure questions about a plan,
 * texts, and the slices in which a view does long work. The list is exact: what joins it is one of these, and does nothing.
 */
const TAKEN_FROM_CORE: readonly string[] = [
  'DiscoverError',
  'EMPTY_CHECKPOINT',
  'PlanChangedError',
  'PreviewStaleError',
  'SecretUnreadableError',
  'StateUnusableError',
  'UNIT_STATUSES',
  'WaybillError',
  'allowedOmissions',
  'argumentsOf',
  'atOnce',
  'buildEditorSchema',
  'buildValuesSchema',
  'collectReferences',
  'compareEdit',
  'comparePreviews',
  'decodeText',
  'defined',
  'describeMoved',
  'describeNeed',
  'describeSecretSource',
  'describeSecretSources',
  'describeStep',
  'describeVerdict',
  'displayValue',
  'eachSliced',
  'familyOf',
  'findJsonError',
  'findRepeatedKey',
  'findSecretFlaws',
  'findStandingHolds',
  'fingerprintStep',
  'formatPlan',
  'hasEffect',
  'hasErrors',
  'inSlices',
  'leavesOf',
  'mapSliced',
  'matchAddress',
  'matchNamed',
  'messageOf',
  'needsApproval',
  'nonEmpty',
  'parseDurationMs',
  'parseRate',
  'planSchemaWith',
  'printEffective',
  'readDeclaredInputs',
  'remedyOf',
  'renderDiagnostics',
  'secretForms',
  'selectUnits',
  'shortMessage',
  'suggest',
  'traitsOf',
  'unitOfStep',
  'unitsLeftBehind',
  'verifiedUnit',
  'visibleText',
];

/** What only those use who run a plan or read a journal. */
const OF_RUNS = [
  'ApplyOptions',
  'CheckpointStore',
  'JournalRecord',
  'Lease',
  'NewRecord',
  'OpenStoreOptions',
  'StateHeader',
  'StoreDriver',
];

describe('the command line', () => {
  it('takes nothing from core that runs a plan or reads a journal: that is what the library is for', async () => {
    const imports = await importsOfCommandLine();
    const values = new Set(imports.flatMap(({ values: names }) => names));
    expect([...values].toSorted()).toEqual(TAKEN_FROM_CORE);
    const types = imports.flatMap(({ file, types: names }) => names.map((name) => `${file}: ${name}`));
    expect(types.length).toBeGreaterThan(50);
    expect(types.filter((type) => OF_RUNS.some((name) => type.endsWith(` ${name}`)))).toEqual([]);
  });

  it('imports only by the entries of the packages', async () => {
    const below = (await sources()).flatMap(({ file, text }) =>
      [...text.matchAll(/from '(@waybill\/core\/(?!internal')[^']+|(?:\.\.\/)+(?:core|node)\/[^']+)'/g)].map(
        (found) => `${file}: ${found[1]}`,
      ),
    );
    expect(below).toEqual([]);
  });
});

describe('the imports that are read', () => {
  it('are told apart into values and types', () => {
    const text = `
import type { Plan, CheckpointStore } from '@waybill/core';
import { type Graph, suggest, visibleText as shown } from '@waybill/core/internal';
import { openPlan } from '@waybill/node';`;
    expect(namesIn(text)).toEqual({
      types: ['Plan', 'CheckpointStore', 'Graph'],
      values: ['suggest', 'visibleText'],
    });
  });
});

async function importsOfCommandLine() {
  return (await sources()).map(({ file, text }) => ({ file, ...namesIn(text) }));
}

async function sources(): Promise<readonly { readonly file: string; readonly text: string }[]> {
  const files = globSync('packages/cli/src/**/*.ts', { cwd: root })
    .map((file) => file.split(sep).join('/'))
    .filter((file) => !/\.test\.ts$|\.generated\.ts$|\/testing\//.test(file));
  return await Promise.all(files.map(async (file) => ({ file, text: await readFile(join(root, file), 'utf8') })));
}

interface Names {
  readonly types: readonly string[];
  readonly values: readonly string[];
}

function namesIn(text: string): Names {
  const found = [...text.matchAll(/import (type )?\{([^}]*)\} from '@waybill\/core(?:\/internal)?';/g)].flatMap(
    ([, type, names = '']) =>
      names
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '')
        .map((name) => ({
          isType: type !== undefined || name.startsWith('type '),
          name: name.replace(/^type /, '').replace(/ as .*$/, ''),
        })),
  );
  return {
    types: found.filter(({ isType }) => isType).map(({ name }) => name),
    values: found.filter(({ isType }) => !isType).map(({ name }) => name),
  };
}
