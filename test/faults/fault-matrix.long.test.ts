import { expect, it } from 'vitest';
import { RULES } from './support/endings.ts';
import { findViolations } from './support/find-violations.ts';
import { buildMatrix } from './support/matrix.ts';
import { faultRuleOf, namedRow, type Row } from './support/row.ts';
import { type Ending, runScenario } from './support/run-scenario.ts';
import { whatBroke } from './support/what-broke.ts';

const rows = await buildMatrix();

it.each([...Map.groupBy(rows, ({ scenario }) => scenario.name)])(
  'one fault on one call of %s, every row of the matrix',
  async (_name, ofScenario) => {
    const broken: string[] = [];
    for (const [title, row, ending] of ofScenario.map((each) => namedRow(each, RULES)))
      broken.push(...(await breaksOf(row, ending)).map((what) => `${title}\n${what}`));
    expect(broken).toEqual([]);
  },
);

it('the matrix has all of its rows', () => {
  expect(rows.length).toBeGreaterThan(2_900);
});

async function breaksOf(row: Row, ending: Ending): Promise<readonly string[]> {
  const run = await runScenario(row.scenario, [faultRuleOf(row)]);
  const gates = ending === 'succeeded' && run.gatesOpened !== row.scenario.gates ? ['gates were left out'] : [];
  const endings = run.ending === ending ? [] : [`ended as ${run.ending}. ${whatBroke(row, run)}`];
  return [...endings, ...gates, ...findViolations(run)];
}
