import { expect, test } from 'vitest';
import { largeSamplePlan } from '../../testing/sample-plan.ts';
import { samplePreview } from '../../testing/sample-preview.ts';
import { renderMoves } from './moves-section.ts';

test('says once where the connections lead and what the units of a migration share', async () => {
  const { text } = renderMoves(await samplePreview());
  expect(text.split('endpoint http://10.20.0.5:9200')).toHaveLength(2);
  expect(text).toContain('endpoint https://dcs.eu-de.otc.t-systems.com, region eu-de');
  expect(text.split('192.168.2.12:6379')).toHaveLength(2);
});

test('lists the first units of very many, and says how many more there are', async () => {
  const { text } = renderMoves(await samplePreview(largeSamplePlan(20, 346)));
  expect(text.match(/#unit=sessions/g)).toHaveLength(50);
  expect(text).toContain('and 296 more');
});
