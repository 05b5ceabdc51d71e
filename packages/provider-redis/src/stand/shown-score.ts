/** A double in 17 significant digits, as C prints it with %.17g. */
export function shownScore(score: number): string {
  if (!Number.isFinite(score)) return score > 0 ? 'inf' : '-inf';
  if (score === 0) return Object.is(score, -0) ? '-0' : '0';
  const [digits = '', power = '0'] = score.toExponential(16).split('e');
  const exponent = Number(power);
  if (exponent < -4 || exponent > 16)
    return `${trimmed(digits)}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  return trimmed(score.toFixed(16 - exponent));
}

function trimmed(digits: string): string {
  return digits.includes('.') ? digits.replace(/0+$/, '').replace(/\.$/, '') : digits;
}
