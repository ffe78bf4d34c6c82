export { readSettings, settingsWithoutEffect } from './read-settings.js';
export { settingsTable } from './settings-table.js';
export { SettingsError, type Environment, type Settings } from './settings.js';
