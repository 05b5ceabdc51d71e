import { type Discovery, defined, type Json, type JsonObject, type LeftOut } from '@waybill/core';
import type { InventoryUpdate, RowChange, RowLabel } from '@waybill/node/internal';
import { JSON_FORMAT } from '../../json-format.ts';
import type { NextStep } from '../documents/json-objects.ts';
import { type CommandContext, commandLine } from '../folds/command-line.ts';
import { formatCount } from '../folds/counted.ts';
import { renderNextSteps } from './render-outcome.ts';
import type { Style } from './style.ts';
import { visibleText } from './visible-text.ts';

export interface DiscoveryFacts {
  readonly discovery: Discovery;
  readonly update: InventoryUpdate;
  readonly isWritten: boolean;
  /** The plan has all that it needs, or something else is still missing, such as another inventory. */
  readonly isPlannable: boolean;
  readonly isChecking: boolean;
  readonly isPruned: boolean;
  /** The file; undefined when the rows are printed. */
  readonly inventory: string | undefined;
  /** Options that say where to look and which rows are meant. */
  readonly choice: readonly string[];
  readonly context: CommandContext;
}

export interface JsonDiscovery {
  readonly format_version: string;
  readonly kind: 'discovery';
  readonly connection: string;
  readonly listing: string;
  readonly title: string;
  readonly key: string;
  readonly columns: readonly JsonColumn[];
  readonly rows: readonly JsonObject[];
  readonly left_out: readonly LeftOut[];
  readonly inventory?: JsonInventory;
  readonly next_steps: readonly NextStep[];
}

interface JsonColumn {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  readonly is_volatile: boolean;
}

interface JsonInventory {
  readonly file: string;
  readonly is_current: boolean;
  readonly is_written: boolean;
  readonly added: readonly RowLabel[];
  readonly gone: readonly RowLabel[];
  readonly changed: readonly (RowLabel & {
    readonly column: string;
    readonly before: Json;
    readonly after: Json;
    readonly is_volatile: boolean;
  })[];
}

/** Rows of each sort that are listed before "and more"; JSON lists them all. */
const SHOWN = 20;
/** Definitions are compared whole, and nobody reads one in a line. */
const SHOWN_CHARACTERS = 60;

/** Whether an inventory says what was discovered; values that move by themselves do not count. */
export function isCurrent({ added, gone, changed }: InventoryUpdate): boolean {
  return added.length + gone.length === 0 && changed.every(({ isVolatile }) => isVolatile);
}

/** What differs between an inventory and what is there. */
export function renderDiscovery(facts: DiscoveryFacts, style: Style): readonly string[] {
  const { discovery, update, isPruned, inventory = '' } = facts;
  const { added, gone, changed } = update;
  const moved = changed.filter(({ isVolatile }) => isVolatile);
  const differing = changed.filter(({ isVolatile }) => !isVolatile);
  const goneHow = isPruned ? 'no longer exists' : 'no longer exists; kept: --prune removes it';
  return [
    `${formatCount(discovery.rows.length)} ${discovery.title} of ${visibleText(discovery.connection)}`,
    ...list(added.map((row) => style.paint('green', `  + ${labelOf(row)}`))),
    ...list(gone.map((row) => style.paint('red', `  - ${labelOf(row)} (${goneHow})`))),
    ...list(differing.map((change) => style.paint('yellow', `  ~ ${describeChange(change, style)}`))),
    ...(moved.length === 0
      ? []
      : [
          `  ${formatCount(moved.length)} ${moved.length === 1 ? 'volatile value' : 'volatile values'} changed: ${columnsOf(moved)}`,
        ]),
    ...renderLeftOut(discovery, style),
    ending(facts, visibleText(inventory)),
    ...renderNextSteps(nextSteps(facts), style),
  ];
}

/** What no row stands for, with what to do. */
export function renderLeftOut({ leftOut }: Pick<Discovery, 'leftOut'>, style: Style): readonly string[] {
  return list(leftOut.map(({ name, why }) => style.paint('yellow', `  ! ${visibleText(name)}: ${visibleText(why)}`)));
}

function list(lines: readonly string[]): readonly string[] {
  return lines.length <= SHOWN
    ? lines
    : [...lines.slice(0, SHOWN), `    and ${formatCount(lines.length - SHOWN)} more`];
}

function labelOf({ key, name }: RowLabel): string {
  return name === key ? visibleText(name) : `${visibleText(name)} (${visibleText(key)})`;
}

function describeChange(change: RowChange, style: Style): string {
  const { column, before, after } = change;
  return `${labelOf(change)}: ${column} ${shown(before, style)} -> ${shown(after, style)}`;
}

function shown(value: Json | undefined, style: Style): string {
  if (value === undefined || value === '') return 'nothing';
  const text = visibleText(typeof value === 'string' ? value : JSON.stringify(value));
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS)}${style.symbols.ellipsis}`;
}

function columnsOf(changes: readonly RowChange[]): string {
  return [...new Set(changes.map(({ column }) => column))].join(', ');
}

function ending({ update, isWritten, isChecking }: DiscoveryFacts, inventory: string): string {
  if (isWritten) return `${inventory} is written.`;
  if (isCurrent(update)) return `${inventory} is up to date.`;
  return isChecking ? `${inventory} is out of date. Nothing was written.` : `${inventory} is left as it is.`;
}

function nextSteps({
  context,
  discovery,
  update,
  isChecking,
  isWritten,
  isPlannable,
  inventory = '',
  choice,
}: DiscoveryFacts): readonly NextStep[] {
  if (isChecking && !isCurrent(update)) {
    const words = [discovery.connection, '--listing', discovery.listing, ...choice, '--out', inventory];
    return [{ command: commandLine('discover', context, ...words), why: 'bring the inventory up to date' }];
  }
  if (!isWritten) return [];
  return isPlannable
    ? [{ command: commandLine('plan', context), why: 'see what the plan will do with these rows' }]
    : [{ command: commandLine('validate', context), why: 'see what the plan still lacks' }];
}

export function discoveryJson(facts: DiscoveryFacts): JsonDiscovery {
  const { discovery, update, isWritten, inventory } = facts;
  const { connection, listing, title, key, columns, rows, leftOut } = discovery;
  return {
    format_version: JSON_FORMAT,
    kind: 'discovery' as const,
    connection,
    listing,
    title,
    key,
    columns: columns.map(({ name, type, description, isVolatile = false }) => ({
      name,
      type,
      description,
      is_volatile: isVolatile,
    })),
    rows,
    left_out: leftOut,
    ...defined({
      inventory:
        inventory === undefined
          ? undefined
          : {
              file: inventory,
              is_current: isCurrent(update),
              is_written: isWritten,
              added: update.added,
              gone: update.gone,
              changed: update.changed.map(({ isVolatile, before = null, after = null, ...change }) => ({
                ...change,
                before,
                after,
                is_volatile: isVolatile,
              })),
            },
    }),
    next_steps: nextSteps(facts),
  };
}
