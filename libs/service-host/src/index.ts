export { READY, runService, type Service, type ServiceRun } from './run-service.js';
