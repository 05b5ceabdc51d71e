/**
 * The one argument of a check step that is not the operation's: what the check should find. It reaches the check's
 * `judge` with the other arguments and never the API. No operation of this provider has an argument of that name.
 */
export const EXPECTATION_ARGUMENT = 'expect';
