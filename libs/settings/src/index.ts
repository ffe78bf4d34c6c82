export { kafkaAccess, type KafkaAccess } from './kafka-access.js';
export { logLevelOf, readSettings } from './read-settings.js';
export { withFileContents } from './setting-files.js';
export { nearestName } from './did-you-mean.js';
export { settingsTable } from './settings-table.js';
export { SettingsError, type DaysKept, type Environment, type LogLevel, type Settings } from './settings.js';
