/** Source: ECMA-48 private modes as VT220 and everything after it understand them. */
export const HIDE_CURSOR: string = '\u001b[?25l';
export const SHOW_CURSOR: string = '\u001b[?25h';
