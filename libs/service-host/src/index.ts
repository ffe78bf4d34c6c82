export { consumerLog, type ConsumerLog } from './consumer-log.js';
export { Heartbeat, processName, type HeartbeatOptions, type Vitals } from './heartbeat.js';
export { READY, runService, type Service, type ServiceRun } from './run-service.js';
