import { dirname, join } from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { mayHoldUrlPasswords } from '../../diagnostics/url-passwords.ts';
import { decodeText } from '../../value/decode-text.ts';
import { defined } from '../../value/defined.ts';
import type { PlanFileRefusal, ReadPlanFile } from '../inventory/plan-file.ts';
import { type InventoryFile, inventoryFormat, readInventory } from '../inventory/read-inventory.ts';
import type { KeyPath } from '../key-path.ts';
import { findUrlSecrets } from '../schema/find-literal-secrets.ts';
import type { Findings } from '../syntax/findings.ts';

/** The inventories that a plan names: each is read once, whoever names it. */
export interface Inventories {
  /** The rows of a file; undefined after reporting why there are none. `at` is where the plan names it. */
  read(path: string, at: KeyPath): InventoryFile | undefined;
  /** What was read so far, by the names that diagnostics give the files. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export function openInventories({
  planFile,
  readFile = cannotRead,
  findings,
}: {
  readonly planFile: string;
  readonly readFile?: ReadPlanFile | undefined;
  readonly findings: Findings;
}): Inventories {
  const files = new Map<string, Uint8Array>();
  const known = new Map<string, InventoryFile | undefined>();
  return {
    files,
    read(path, at) {
      if (!known.has(path)) known.set(path, open(path, at));
      return known.get(path);
    },
  };

  function open(path: string, at: KeyPath): InventoryFile | undefined {
    const format = inventoryFormat(path);
    const answer = format === undefined ? OTHER_FORMAT : readFile(path);
    if (format === undefined || !('bytes' in answer)) {
      reportUnreadable(path, at, answer as PlanFileRefusal, findings);
      return undefined;
    }
    const file = join(dirname(planFile), path);
    files.set(file, answer.bytes);
    const { inventory, diagnostics } = readInventory(answer.bytes, { file, format });
    for (const diagnostic of diagnostics) findings.addDiagnostic(diagnostic);
    for (const found of inventory === undefined ? [] : urlPasswords(inventory, answer.bytes))
      findings.addDiagnostic(found);
    return inventory;
  }
}

export function cannotRead(): PlanFileRefusal {
  return {
    kind: 'unreadable',
    reason: 'is not read: the plan was given as text, without its folder',
    hint: 'Check the plan by its file, or give the entries of `for_each` in the plan.',
  };
}

const OTHER_FORMAT: PlanFileRefusal = {
  kind: 'unreadable',
  reason: 'has a name that does not show its format',
  hint: 'Name it `.csv`, `.yaml` or `.json`.',
};

function reportUnreadable(
  path: string,
  at: KeyPath,
  { kind, reason, hint }: PlanFileRefusal,
  findings: Findings,
): void {
  findings.add({
    code: kind === 'too-large' ? 'PLAN_TOO_LARGE' : 'PLAN_INVENTORY_UNREADABLE',
    path: at,
    summary: kind === 'too-large' ? 'inventory file too large' : 'inventory that cannot be read',
    detail: `\`${path.slice(0, 200)}\` ${reason}.`,
    hint,
  });
}

/** As for the values in the plan itself. */
function urlPasswords(inventory: InventoryFile, bytes: Uint8Array): readonly Diagnostic[] {
  if (!mayHoldUrlPasswords(decodeText(bytes).text)) return [];
  return inventory.rows.flatMap(({ value }, row) =>
    findUrlSecrets(value).map(({ path, code, summary, detail, hint = '' }) => {
      const [field] = path;
      const place = { row, ...defined({ column: field === undefined ? undefined : String(field) }) };
      return inventory.diagnose(place, { severity: 'warning', code, summary, detail, hint });
    }),
  );
}
