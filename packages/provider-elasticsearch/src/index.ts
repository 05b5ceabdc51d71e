export { elasticsearch } from './elasticsearch.ts';
