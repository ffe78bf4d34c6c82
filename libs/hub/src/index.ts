export type { Connection, Publisher } from './connection.js';
export { Session, type Identity, type SessionOptions } from './session.js';
export { Hub } from './hub.js';
