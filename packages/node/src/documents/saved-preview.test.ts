import { createRegistry, type Preview, PreviewStaleError } from '@waybill/core';
import {
  buildPlanFixture,
  createFakeProvider,
  createSeededRandom,
  FakeVendor,
  type MigrationFixture,
  VirtualClock,
} from '@waybill/core/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openPlan } from '../open-plan.ts';
import type { OpenPlan } from '../plan-handle.ts';
import { createMemoryState } from '../state/create-memory-state.ts';
import {
  isSavedPreview,
  parseSavedPreview,
  runOptionsOf,
  SavedPreviewError,
  type SavePreviewOptions,
  variablesOf,
  writeSavedPreview,
} from './saved-preview.ts';

const FILE = 'shop.preview.json';

class Shop {
  readonly clock = new VirtualClock();
  readonly vendor = new FakeVendor(this.clock, { taskDurationMs: 20_000 });
  readonly #migrations: readonly MigrationFixture[];
  #state: ReturnType<typeof createMemoryState> | undefined;

  constructor(keys: readonly string[] = ['a', 'b']) {
    this.#migrations = [{ name: 'indices', target: 'move', keys }];
  }

  open(): OpenPlan {
    const registry = createRegistry([createFakeProvider(this.vendor)]);
    const compiled = { ...buildPlanFixture(this.#migrations, registry), registry, diagnostics: [] };
    this.#state ??= createMemoryState(compiled.plan.name);
    return openPlan(compiled, { clock: this.clock, state: this.#state, env: {}, random: createSeededRandom(1) });
  }

  async saved(options: Partial<SavePreviewOptions> = {}): Promise<string> {
    await using opened = this.open();
    const preview = await opened.preview({ fixesState: false });
    return [...writeSavedPreview(preview, { nowMs: this.clock.now(), ...options })].join('');
  }
}

test('a preview that one process saves is applied by another, exactly as it was', async () => {
  const shop = new Shop();
  await using first = shop.open();
  const preview = await first.preview({ fixesState: false });
  const text = [...writeSavedPreview(preview, { nowMs: 0 })].join('');
  expect(isSavedPreview(text)).toBe(true);
  await using other = shop.open();
  const saved = parseSavedPreview(FILE, text);
  expect(saved.preview).toEqual(JSON.parse(JSON.stringify(preview)));
  expect(await other.comparePreview(saved.preview, runOptionsOf(saved))).toEqual([]);
  const { outcome } = await shop.clock.runUntil(other.apply(runOptionsOf(saved)));
  expect(outcome).toBe('succeeded');
});

test('one of another plan, and one that expired, is refused', async () => {
  const other = parseSavedPreview(FILE, await new Shop(['a']).saved());
  await using opened = new Shop().open();
  await expect(opened.apply(runOptionsOf(other))).rejects.toThrow(PreviewStaleError);

  const shop = new Shop();
  const short = parseSavedPreview(FILE, await shop.saved({ expiresAtMs: shop.clock.now() - 1 }));
  await using late = shop.open();
  await expect(late.apply(runOptionsOf(short))).rejects.toThrow('It expired at');
  expect(shop.vendor.tasks.length).toBe(0);
});

test.each([
  ['cut off', (text: string) => text.slice(0, text.length / 2), 'it is not complete JSON'],
  ['no object', () => 'null', 'it is not complete JSON'],
  ['of twice the same key', (text: string) => text.replace('{', '{"kind":"preview",'), 'it contains a key twice'],
  ['no preview', () => '{"format_version":"2.0","kind":"preview"}', 'it is not a preview'],
  [
    'of another format',
    (text: string) => text.replace(/"format_version":"\d+/, '"format_version":"9'),
    'its format 9.',
  ],
  ['changed', (text: string) => text.replace('indices[a]', 'indices[c]'), 'it was changed after it was written'],
])('a text that is %s is refused', async (_what, edit, why) => {
  const text = edit(await new Shop().saved());
  const parse = () => parseSavedPreview(FILE, text);
  expect(parse).toThrow(SavedPreviewError);
  expect(parse).toThrow(`${FILE} cannot be used as a preview: ${why}`);
});

test('a preview that was only printed is refused', async () => {
  await using opened = new Shop().open();
  const preview: Preview = await opened.preview();
  expect(() => parseSavedPreview(FILE, JSON.stringify(preview))).toThrow('it was printed and not saved');
});

test('any inputs are read back as they were', async () => {
  await using opened = new Shop().open();
  const preview = await opened.preview();
  const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
  fc.assert(
    fc.property(fc.dictionary(name, fc.string({ unit: 'grapheme' })), (variables) => {
      const text = [...writeSavedPreview(preview, { nowMs: 0, variables })].join('');
      expect(variablesOf(parseSavedPreview(FILE, text))).toEqual({ ...variables });
    }),
  );
});

test('a preview is not saved with an input that holds a password inside a URL', async () => {
  await using opened = new Shop().open();
  const preview = await opened.preview();
  const write = () => writeSavedPreview(preview, { nowMs: 0, variables: { host: 'http://elastic:hush-hush@h' } });
  expect(write).toThrow('input host holds a password inside a URL');
  expect(write).not.toThrow(/hush/);
});
