import type { ObserverFault } from '@waybill/core/internal';
import { counted } from '../views/folds/counted.ts';
import { visibleText } from '../views/text/visible-text.ts';

/** Events that were not shown or logged: what is missing is in the state. */
export function describeObserverFault({ count, message }: ObserverFault): string {
  return `warning: ${counted(count, 'event')} could not be shown or logged (${visibleText(message)}). The run itself is not affected; the state holds everything.\n`;
}
