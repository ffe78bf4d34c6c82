export type { Connection, Publisher } from './connection.js';
export { Session, type Identity, type SessionOptions } from './session.js';
export { PacedPublisher, type Pace } from './paced-publisher.js';
export { PacedWriter } from './paced-writer.js';
export { Hub } from './hub.js';
export { deliveryPolicy, type Delivery, type FrameOf } from './delivery-policy.js';
export { Few } from './few.js';
export type { Pause } from './pause.js';
