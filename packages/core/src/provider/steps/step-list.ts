// The one list of the kinds of steps: a new one is a line here, and a folder beside it. One that sends requests of its own, or
// works on data, has a line in steps/run-step.ts as well, which does not compile without it.
export { awaitModule as await } from './await/await-module.ts';
export { callModule as call } from './call/call-module.ts';
export { checkModule as check } from './check/check-module.ts';
export { gateModule as gate } from './gate/gate-module.ts';
export { jobModule as job } from './job/job-module.ts';
