export { runCli, type CliOptions } from './run-cli.js';
