export { messageHistoryContract } from './message-history-contract.js';
export { notificationBoxContract } from './notification-box-contract.js';
export { messageSearchContract } from './message-search-contract.js';
export { presenceRegistryContract } from './presence-registry-contract.js';
export { rollupStoreContract } from './rollup-store-contract.js';
export { ScriptedRun } from './scripted-run.js';
