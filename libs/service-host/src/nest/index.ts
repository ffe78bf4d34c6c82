export { MalformedPayload, parser, type Parse } from './parser.js';
export { serveNest, type NestService, type Serving } from './serve-nest.js';
export type { SharedConnection } from './shared-nats-server.js';
