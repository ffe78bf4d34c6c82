export { consumerLog, type ConsumerLog } from './consumer-log.js';
export { Consumers, type ConsumerWatch } from './operations/consumers.js';
export {
  Operations,
  type DependencyState,
  type DependencyStates,
  type OperationsOptions,
  type Readiness,
} from './operations/operations.js';
export { CannotServeOperations, serveOperations, type OperationsPort } from './operations/operations-port.js';
export { operated, type OperatedOptions } from './operations/operated.js';
export { Heartbeat, processName, type HeartbeatOptions, type Vitals } from './heartbeat.js';
export { READY, runService, type Service, type ServiceRun } from './run-service.js';
