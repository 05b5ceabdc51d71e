import { type HttpResponse, openSqliteStore, TransportError } from '@waybill/core';
import { systemRandom } from '@waybill/node';
import { applyCompiled, compileText } from '../support/apply-text.ts';
import { collectGarbage } from '../support/compare.ts';
import { indicesPlan } from '../support/generate-plan.ts';
import type { Row } from '../support/row.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const UNITS = 100_000;
const MOST_BYTES_PER_STEP = 1_536;
const MOST_BYTES = 1024 ** 3;

/** What a large plan keeps in memory: compiled, and in the middle of a run in which every step is still to be done. */
export async function benchMemory(): Promise<readonly Row[]> {
  const text = indicesPlan({ unitCount: UNITS, shape: 'list' });
  const before = liveBytes();
  const compiled = compileText(text);
  const compiledBytes = liveBytes() - before;
  const { stepCount } = compiled.graph;
  const runningBytes = (await measureRun(compiled)) - before;
  const residentBytes = process.resourceUsage().maxRSS * 1_024;
  return [
    perStepRow('compiled', compiledBytes, stepCount),
    perStepRow('running, all pending', runningBytes, stepCount),
    {
      what: `most memory of the process with ${UNITS.toLocaleString('en')} units, running`,
      measured: inMegabytes(residentBytes),
      bar: '< 1024 MB',
      isHeld: residentBytes < MOST_BYTES,
      detail: `resident, garbage included; the plan's text has ${inMegabytes(text.length)}`,
    },
  ];
}

function perStepRow(when: string, bytes: number, stepCount: number): Row {
  const perStep = bytes / stepCount;
  return {
    what: `memory for each pending step beyond the text, ${when}`,
    measured: `${perStep.toFixed(0)} B`,
    bar: `≤ ${MOST_BYTES_PER_STEP} B`,
    isHeld: perStep <= MOST_BYTES_PER_STEP,
    detail: `${inMegabytes(bytes)} for ${stepCount.toLocaleString('en')} steps`,
  };
}

/** Live bytes while the first calls of a run are under way. They are never answered: the run is stopped there. */
async function measureRun(compiled: ReturnType<typeof compileText>): Promise<number> {
  using folder = temporaryFolder();
  await using store = openSqliteStore({
    path: folder.file('state.db'),
    plan: compiled.plan.name,
    random: systemRandom,
  });
  const stop = new AbortController();
  let bytes: number | undefined;
  const send = (): Promise<HttpResponse> => {
    bytes ??= liveBytes();
    stop.abort();
    return Promise.reject(new TransportError('not connected', { wasSent: false, reason: 'ECONNREFUSED' }));
  };
  const env = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'bench', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'bench' };
  await applyCompiled(compiled, { store, transport: { send }, env, signal: stop.signal });
  if (bytes === undefined) throw new Error('the run sent nothing');
  return bytes;
}

function liveBytes(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function inMegabytes(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(0)} MB`;
}
