import { type KindInput, Reference, type StepBlueprint, type ValueObject } from '@waybill/core';
import { describe, expect, it } from 'vitest';
import { reindex } from './reindex.ts';

const CONNECTIONS: NonNullable<KindInput['connections']> = new Map([
  ['old', { type: 'elasticsearch', config: { url: 'https://old' } }],
  ['new', { type: 'elasticsearch', config: { url: 'https://new' } }],
]);
const BETWEEN: ValueObject = { source: { connection: 'old', index: 'a' }, dest: { index: 'b' }, method: 'remote' };
const WITHIN: ValueObject = { source: { index: 'a' }, dest: { index: 'b' } };

const inputOf = (given: ValueObject, options: ValueObject): KindInput => ({
  address: 'u',
  with: given,
  options,
  connection: 'new',
  connections: CONNECTIONS,
});
const expand = (given: ValueObject, options: ValueObject = {}) => reindex.expand(inputOf(given, options));
const namesOf = (steps: readonly StepBlueprint[]) =>
  steps.map(({ name, connection }) => `${name}${connection === undefined ? '' : `@${connection}`}`);
const step = (steps: readonly StepBlueprint[], name: string) => steps.find((each) => each.name === name);
const after = (names: readonly string[], name: string) => names.slice(names.indexOf(name) + 1);
const outputOf = (name: string, output: string) => new Reference(['steps', name, 'outputs', output]);

describe('catch_up', () => {
  it('notes how far the source is before anything else, and follows it in rounds', () => {
    const names = namesOf(expand(BETWEEN, { catch_up: { rounds: 3 } }).steps);
    expect(names).toEqual([
      'reach-source@old',
      'reach-target',
      'check-clusters@old',
      'check-source@old',
      'check-open@old',
      'check-target',
      'try-definition',
      'read-source@old',
      'read-copy',
      'check-remote',
      'check-numbers@old',
      'check-pipelines@old',
      'check-templates',
      'check-disk',
      'check-shards',
      'note-position@old',
      'refresh-source@old',
      'create',
      'check-made',
      'check-allocated',
      'prepare',
      'reindex',
      'catch-up',
      'catch-up-2',
      'catch-up-3',
      'delete-missing',
      'restore',
      'refresh',
      'check-active',
      'check-copy',
      'count',
      'restore-pipelines',
    ]);
  });

  it('begins each round where the one before began to read', () => {
    const { steps } = expand(BETWEEN, { catch_up: { rounds: 3, until: 7 } });
    expect(step(steps, 'catch-up')).toMatchObject({
      arguments: { positions: outputOf('note-position', 'positions'), until: 7 },
      connections: ['old', 'new'],
      needs: ['reindex'],
    });
    expect(step(steps, 'catch-up-2')).toMatchObject({ arguments: { positions: outputOf('catch-up', 'positions') } });
    expect(step(steps, 'catch-up-2')).not.toHaveProperty('arguments.tokens');
    expect(step(steps, 'catch-up-3')).toMatchObject({ arguments: { is_last: true } });
    // What it finds from the same position can only become more.
    expect(steps.filter(({ repeats }) => repeats !== undefined)).toMatchObject([
      { name: 'check-made', repeats: ['restore'] },
      { name: 'check-allocated', repeats: ['restore'] },
      { name: 'prepare', repeats: ['restore'] },
      { name: 'catch-up-3', repeats: ['catch-up-2'] },
    ]);
  });

  it('waits for the copy', () => {
    const { steps } = expand({ ...BETWEEN, parts: 2 }, { catch_up: true });
    expect(step(steps, 'catch-up')?.needs).toEqual(['reindex']);
    expect(step(steps, 'restore')?.needs).toEqual(['create', 'reindex', 'delete-missing']);
  });

  it('without a cut-over is warned of', () => {
    expect(expand(BETWEEN, { catch_up: true }).problems).toMatchObject([{ severity: 'warning', path: ['catch_up'] }]);
    expect(expand(BETWEEN, { catch_up: false }).problems).toBeUndefined();
    expect(namesOf(expand(BETWEEN, { catch_up: false }).steps)).not.toContain('catch-up');
  });
});

describe('a cut-over to another cluster', () => {
  const { steps, problems } = expand(BETWEEN, { catch_up: { rounds: 2 }, cutover: { aliases: ['x', 'y'] } });
  const names = namesOf(steps);

  it('freezes the source, copies and proves the last difference, and waits for the clients', () => {
    expect(problems).toBeUndefined();
    expect(after(names, 'check-copy')).toEqual([
      'approve-cutover',
      'catch-up-2',
      'check-unfrozen@old',
      'freeze@old',
      'last-difference',
      'delete-last',
      'refresh-last',
      'count',
      'restore-pipelines',
      'check-frozen@old',
      'note-copy',
      'check-alias-again',
      'check-alias-again-2',
      'add-aliases',
      'check-alias-added',
      'check-alias-added-2',
      'note-usage@old',
      'confirm-clients',
      'check-source-same@old',
      'keep-freeze@old',
      'check-unwritten@old',
      'check-alias-shown',
      'check-alias-shown-2',
      'check-usage@old',
      'lift-freeze@old',
    ]);
    expect(step(steps, 'last-difference')).toMatchObject({
      arguments: { is_frozen: true, positions: outputOf('catch-up-2', 'positions') },
    });
  });

  it('checks the aliases before anything is made, and makes them as they are at the source', () => {
    expect(names.slice(0, names.indexOf('create'))).toEqual(expect.arrayContaining(['check-alias', 'check-alias-2']));
    const like = outputOf('check-source', 'aliases');
    expect(step(steps, 'add-aliases')).toMatchObject({
      arguments: { actions: [{ add: { index: 'b', alias: 'x', like } }, { add: { index: 'b', alias: 'y', like } }] },
    });
  });

  it('lifts the freeze whatever has failed until clients use the copy, and keeps it from then on', () => {
    const moved = new Reference(['steps', 'confirm-clients', 'done']);
    expect(step(steps, 'lift-freeze')).toMatchObject({
      always: true,
      needs: ['check-unfrozen', 'freeze', 'keep-freeze', 'check-usage'],
      arguments: { settings: { index: { blocks: { write: moved } } } },
    });
    expect(step(steps, 'freeze')).toMatchObject({
      holds: { liftedBy: 'lift-freeze', keptOnce: 'confirm-clients', checkedBy: 'check-unfrozen' },
    });
  });

  it('compares how far the source was at its last difference, before clients are led over and once they are', () => {
    const positions = outputOf('last-difference', 'positions');
    expect(step(steps, 'check-frozen')).toMatchObject({
      beside: { operation: 'ShowIndexStats' },
      expect: { positions },
    });
    expect(step(steps, 'check-unwritten')).toMatchObject({
      operation: 'ShowIndexStats',
      expect: { positions, isFrozen: true },
      beside: { operation: 'GetIndex' },
    });
  });

  it('freezes the source again, and copies and proves again, whatever is tried again before clients use the copy', () => {
    const frozen = ['freeze', 'last-difference', 'delete-last', 'refresh-last', 'count', 'restore-pipelines'];
    expect(step(steps, 'check-frozen')?.repeats).toEqual([...frozen, 'lift-freeze']);
    const asked = ['check-frozen', 'note-copy', 'check-alias-again', 'check-alias-again-2'];
    expect(step(steps, 'add-aliases')?.repeats).toEqual([...frozen, ...asked, 'lift-freeze']);
    expect(step(steps, 'freeze')?.repeats).toEqual(['lift-freeze']);
    const others = [
      'check-unfrozen',
      'confirm-clients',
      'check-unwritten',
      'check-usage',
      'check-source-same',
      'keep-freeze',
      'lift-freeze',
    ];
    // From here on nothing is copied any more.
    expect(step(steps, 'keep-freeze')?.repeats).toEqual(['check-source-same']);
    expect(others.filter((name) => name !== 'keep-freeze' && step(steps, name)?.repeats !== undefined)).toEqual([]);
  });

  it('without a freeze asks an operator to stop the writers', () => {
    const unfrozen = expand(BETWEEN, { cutover: { freeze: false } }).steps;
    expect(namesOf(unfrozen).filter((name) => /freeze|frozen|catch-up/.test(name))).toEqual([]);
    expect(step(unfrozen, 'check-unwritten')).toMatchObject({ expect: { isFrozen: false } });
    expect(step(unfrozen, 'approve-cutover')).toMatchObject({
      instruction: expect.stringContaining('Stop everything'),
    });
    expect(step(unfrozen, 'last-difference')).toMatchObject({
      arguments: { positions: outputOf('note-position', 'positions') },
    });
  });

  it('says which downtime it brings, and from when to when', () => {
    expect(reindex.impact?.(inputOf(BETWEEN, { cutover: {} }))).toMatchObject({
      downtime: expect.stringContaining('from the freeze until clients use the copy'),
      downtimeSteps: { from: 'freeze', until: 'confirm-clients' },
    });
  });
});

describe('a cut-over within a cluster', () => {
  it('that follows the source freezes it before the alias moves', () => {
    const names = namesOf(expand(WITHIN, { catch_up: true, cutover: { alias: 'x', gate: false } }).steps);
    expect(names).not.toContain('approve-cutover');
    expect(after(names, 'freeze')).toEqual([
      'check-alias-again',
      'last-difference',
      'delete-last',
      'refresh-last',
      'count',
      'restore-pipelines',
      'check-frozen',
      'note-copy',
      'check-alias-last',
      'switch',
      'check-switched',
      'check-source-same',
      'keep-freeze',
      'check-unwritten',
      'lift-freeze',
    ]);
  });

  it('tried again copies and deletes nothing before it has seen that the alias was not moved by hand', () => {
    const { steps } = expand(WITHIN, { catch_up: true, cutover: { alias: 'x' } });
    expect(step(steps, 'switch')?.repeats?.slice(0, 3)).toEqual(['freeze', 'check-alias-again', 'last-difference']);
    expect(step(steps, 'last-difference')?.needs).toBeUndefined();
  });

  it('as plans had it stays what it was', () => {
    const { steps } = expand(WITHIN, { cutover: { alias: 'x' } });
    expect(after(namesOf(steps), 'check-source-copied')).toEqual([
      'count',
      'restore-pipelines',
      'approve-cutover',
      'check-alias-again',
      'note-copy',
      'switch',
      'check-switched',
    ]);
    expect(reindex.impact?.(inputOf(WITHIN, { cutover: { alias: 'x' } }))?.downtime).toBe(
      'None: the alias moves in one step.',
    );
  });
});

it.each([
  ['an alias across clusters', BETWEEN, { mode: 'alias', alias: 'x' }, ['cutover']],
  ['an alias that moves, for clients of another cluster', BETWEEN, { alias: 'x' }, ['cutover', 'alias']],
  ['an alias that is called as the copy', BETWEEN, { aliases: ['b'] }, ['cutover', 'aliases']],
  ['clients of the same cluster', WITHIN, { mode: 'clients' }, ['cutover', 'mode']],
  ['no alias', WITHIN, {}, ['cutover']],
  ['several aliases that move', WITHIN, { alias: 'x', aliases: ['y'] }, ['cutover', 'aliases']],
])('refuses %s', (_name, given, cutover, path) => {
  expect(expand(given, { cutover }).problems).toMatchObject([{ severity: 'error', path }]);
});

describe('catch_up by a field', () => {
  const BY_FIELD = { catch_up: { field: 'updated_at', rounds: 2 }, cutover: { mode: 'clients' } };

  it('asks for the field in place of sequence numbers, and follows it in every round', () => {
    const { steps, problems } = expand(BETWEEN, BY_FIELD);
    const named = (name: string) => steps.find((each) => each.name === name);
    expect(named('check-numbers')).toBeUndefined();
    expect(named('check-field')).toMatchObject({ check: 'field-everywhere', connection: 'old' });
    expect(named('check-field-type')).toMatchObject({ check: 'field-ordered', expect: { field: 'updated_at' } });
    expect(named('note-position')).toMatchObject({ job: 'note-field', connections: ['old'] });
    for (const [name, before] of [
      ['catch-up', 'note-position'],
      ['catch-up-2', 'catch-up'],
      ['last-difference', 'catch-up-2'],
    ])
      expect(named(name ?? '')).toMatchObject({
        job: 'catch-up-by-field',
        arguments: { field: 'updated_at', position: new Reference(['steps', before ?? '', 'outputs', 'position']) },
      });
    expect(named('freeze')).toMatchObject({
      arguments: { version: new Reference(['steps', 'check-field', 'outputs', 'source_version']) },
    });
    expect(problems?.filter(({ severity }) => severity === 'error') ?? []).toEqual([]);
  });
});
