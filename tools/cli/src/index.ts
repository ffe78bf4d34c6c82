export { runAsProcess } from './run-as-process.js';
