export { eventually, type EventuallyOptions } from './eventually.js';
export { freePort } from './free-port.js';
export { startNatsServer, type NatsServer, type NatsServerOptions } from './nats-server.js';
export { natsServerBinary } from './nats-server-binary.js';
