import { Interpolation, type JsonObject, type ValueObject } from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { operations } from '../operations/operations.ts';
import { pageOfTasks, type RecordedRead, scriptedRead } from '../testing/scripted-read.ts';
import { findEarlierEffect } from './find-earlier-effect.ts';
import { findExistingTasks } from './find-existing-tasks.ts';
import { UNIT_TOKEN } from './task-token.ts';

const NAMED = { name: 'sessions', task_name: 'sessions', task_id: 'own' };

/** What a run reads before it sends an effect for the first time; equal reads are one call. */
async function readsBefore(operation: string, args: JsonObject): Promise<readonly RecordedRead[]> {
  const { read, reads } = scriptedRead({
    ListMigrationTask: (asked) => pageOfTasks([], asked),
    ShowMigrationTask: () => ({ task_id: 'own', status: 'INCRMIGRATEEING' }),
  });
  await findExistingTasks(operation, args, read);
  await findEarlierEffect({ operation, arguments: args, takenIds: [] }, read, read);
  return [...new Map(reads.map((asked) => [JSON.stringify(asked), asked])).values()];
}

describe('the read that an operation declares for estimates', () => {
  const effects = Object.values(operations).filter(({ recovery }) => recovery !== undefined);

  it.each(effects.map(({ name }) => name))('%s: is the one that a run makes', async (name) => {
    const declared = operations[name]?.readBefore?.(NAMED);
    expect(await readsBefore(name, NAMED)).toEqual(declared === undefined ? [] : [declared]);
  });

  it.each(['CreateOnlineMigrationTask', 'CreateMigrationTask'])('%s of a unit shares the list of all', async (name) => {
    const declared: ValueObject = { ...NAMED, description: new Interpolation(['moved ', UNIT_TOKEN]) };
    const sent = { ...NAMED, description: 'moved [waybill:0123456789ab] [waybill-unit:fedcba987654]' };
    expect(await readsBefore(name, sent)).toEqual([operations[name]?.readBefore?.(declared)]);
  });
});
