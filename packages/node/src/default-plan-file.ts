/** What diagnostics call a plan whose file is not given. */
export const DEFAULT_PLAN_FILE = 'plan.yaml';
