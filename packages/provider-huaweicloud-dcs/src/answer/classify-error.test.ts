import type { ProviderErrorClass } from '@waybill/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classifyError } from './classify-error.ts';
import { ERROR_CODES } from './error-codes.ts';

type Row = readonly [code: string, httpStatus: number, errorClass: ProviderErrorClass];

const BUSY = ['4026', '4017', '4096', '4097', '4104', '4111', '4113', '4114', '4115', '4116', '4117', '4118', '4120'];
const BUSY_DCS_ONLY = ['4049', '4121', '4231', '4975', '4957'];
const FATAL = [
  ['4002', '4004', '4005'],
  ['4010', '4011', '4013', '4014', '4016', '4018', '4020', '4046', '4048', '4068'],
  ['4061', '4062', '4063', '4070', '4800'],
  ['4019', '4080', '4845'],
  ['4087'],
].flat();
const FATAL_DCS_ONLY = ['4911', '4855', '4872'];

const ROWS: readonly Row[] = [
  ...[...BUSY, ...BUSY_DCS_ONLY].map((number): Row => [`DCS.${number}`, 400, 'busy']),
  ...BUSY.map((number): Row => [numeric(400, number), 400, 'busy']),
  ...[...FATAL, ...FATAL_DCS_ONLY].map((number): Row => [`DCS.${number}`, 400, 'fatal']),
  ...FATAL.map((number): Row => [numeric(400, number), 400, 'fatal']),
  ...['4028', '4035', '4036', '4039'].map((number): Row => [`DCS.${number}`, 400, 'quota']),
  ...['4035', '4036', '4039'].map((number): Row => [numeric(400, number), 400, 'quota']),
  ['DCS.4133', 400, 'not-found'],
  ['CBC.99003651', 400, 'fatal'],
  ['DCS.9999', 400, 'fatal'],
  ...['111401001', '111401002', '111401003', '111401004'].map((code): Row => [code, 401, 'unauthorized']),
  ...['DCS.1001', 'DCS.1002', 'DCS.1003', 'DCS.1004'].map((code): Row => [code, 401, 'unauthorized']),
  ...['111403002', '111403003', 'DCS.2003', 'DCS.2007', 'DCS.3002', 'DCS.3003'].map(
    (code): Row => [code, 403, 'forbidden'],
  ),
  ['APIGW.0301', 401, 'unauthorized'],
  ['APIG.0301', 401, 'unauthorized'],
  ['HTTP.403', 403, 'forbidden'],
  ...['111404001', '111404022', 'DCS.4001', 'DCS.3022', 'DCS.4023', 'HTTP.404'].map(
    (code): Row => [code, 404, 'not-found'],
  ),
  ['APIGW.0101', 404, 'withdrawn'],
  ['111405001', 405, 'fatal'],
  ['DCS.5001', 405, 'fatal'],
  ['HTTP.408', 408, 'transient'],
  ['APIGW.0308', 429, 'throttled'],
  ['APIG.0308', 429, 'throttled'],
  ['HTTP.429', 429, 'throttled'],
  ...['DCS.4069', 'DCS.4101', 'DCS.4842', 'DCS.5000', 'DCS.5006', 'DCS.5017', 'DCS.5024', '111500006'].map(
    (code): Row => [code, 500, 'transient'],
  ),
  ['HTTP.502', 502, 'transient'],
  ['APIGW.0201', 504, 'transient'],
];

describe('classifyError', () => {
  it.each(ROWS)('%s with HTTP %i is %s', (code, httpStatus, errorClass) => {
    expect(classifyError(code, httpStatus).class).toBe(errorClass);
  });

  it('covers every number of the table', () => {
    const tested = new Set(ROWS.map(([code]) => code));
    const missing = ERROR_CODES.flatMap((row) => row.numbers).filter((number) => !tested.has(`DCS.${number}`));
    expect(missing).toEqual([]);
  });

  it('does not carry codes of one family over to the other where no document does', () => {
    expect(classifyError('111400957', 400).class).toBe('fatal');
    expect(classifyError('111400133', 400).class).toBe('fatal');
  });

  it.each([
    ['DCS.1001', true],
    ['DCS.1002', true],
    ['111401001', true],
    ['111401002', true],
    ['APIGW.0301', true],
    ['DCS.1003', false],
    ['DCS.1004', false],
  ])('%s means that the token is refused: %s', (code, isTokenRefused) => {
    expect(classifyError(code, 401).isTokenRefused).toBe(isTokenRefused);
  });

  it('takes 401 codes for what they are only with status 401', () => {
    expect(classifyError('DCS.1001', 400).isTokenRefused).toBe(false);
  });

  it('is certain of a refusal below 500 and never above', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 500, max: 599 }), (code, status) => {
        expect(classifyError(code, status)).toMatchObject({ class: 'transient', isCertainRefusal: false });
      }),
    );
    expect(classifyError('DCS.4080', 400).isCertainRefusal).toBe(true);
  });

  it('takes the code of a server fault inside a success for a fault, and leaves the effect open', () => {
    for (const code of ['DCS.5000', '111500006'])
      expect(classifyError(code, 200)).toMatchObject({ class: 'transient', isCertainRefusal: false });
  });

  it('is not certain of a refusal when an unknown code comes with a success', () => {
    expect(classifyError('DCS.9999', 200).isCertainRefusal).toBe(false);
    expect(classifyError('DCS.4080', 200).isCertainRefusal).toBe(true);
  });
});

/** `4080` of status 400 is written 111400080. */
function numeric(status: number, number: string): string {
  return `111${status}${number.slice(1)}`;
}
