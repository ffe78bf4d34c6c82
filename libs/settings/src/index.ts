export { logLevelOf, readSettings } from './read-settings.js';
export { withFileContents } from './setting-files.js';
export { settingsTable } from './settings-table.js';
export { SettingsError, type DaysKept, type Environment, type LogLevel, type Settings } from './settings.js';
