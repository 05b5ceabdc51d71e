import type { Migration } from '../plan.ts';
import type { Findings } from '../syntax/findings.ts';

/**
 * What is recorded of a former name is of one migration: no other one has that name, or had it. `declared`: names of all
 * migrations, usable or not.
 */
export function checkFormerNames(
  migrations: ReadonlyMap<string, Migration>,
  declared: ReadonlySet<string>,
  findings: Findings,
): void {
  const owners = new Map<string, string>();
  for (const { name, formerly = [] } of migrations.values()) {
    for (const [index, former] of formerly.entries()) {
      const other = declared.has(former) ? former : owners.get(former);
      owners.set(former, name);
      if (other === undefined) continue;
      findings.add({
        code: 'PLAN_FORMER_NAME',
        path: ['migrations', name, 'formerly', index],
        summary: `former name \`${former}\` of two migrations`,
        detail: declared.has(former)
          ? `The plan has a migration \`${former}\`, so what is recorded for that name belongs to it.`
          : `Migration \`${other}\` lists it too, so what is recorded for that name would belong to both.`,
        hint: 'Remove the name from all lists except that of the migration that was renamed, and give a new migration a different name.',
      });
    }
  }
}
