import type { HeldBackJson } from '../documents/json-objects.ts';
import { counted } from '../folds/counted.ts';
import { paragraph } from './render-outcome.ts';
import type { Style } from './style.ts';
import { visibleText } from './visible-text.ts';

/** Why units are pending that a policy kept from starting until the run ended. */
export function renderHeldBack(held: readonly HeldBackJson[] = [], style: Style): readonly string[] {
  return held.flatMap(({ policy, detail, steps }) =>
    paragraph(visibleText(`held back by ${policy}: ${counted(steps, 'step')}; ${detail}`), '  ', style),
  );
}
