export { jsonAnswer, type ScriptedAnswer, ScriptedTransport } from './scripted-transport.ts';
