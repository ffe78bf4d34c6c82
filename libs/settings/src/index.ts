export { logLevelOf, readSettings, settingsWithoutEffect } from './read-settings.js';
export { withFileContents } from './setting-files.js';
export { settingsTable } from './settings-table.js';
export { SettingsError, type Environment, type LogLevel, type Settings } from './settings.js';
