/** Door of the infrastructure: what others need of it as values. */
export { bootstrapDocument, probeDocument, type DocumentContent, type DocumentParameter } from './documents.ts';
