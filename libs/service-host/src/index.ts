export { consumerLog, type ConsumerLog } from './consumer-log.js';
export { READY, runService, type Service, type ServiceRun } from './run-service.js';
