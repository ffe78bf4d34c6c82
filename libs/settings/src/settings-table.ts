import type { Setting } from './setting.js';
import { fileNameOf } from './setting-files.js';
import { table } from './table.js';

type Value = string | number | boolean | readonly unknown[];

/** The settings as a Markdown table, its columns aligned as Prettier has them. */
export const settingsTable = (): string => {
  const rows = Object.values<Setting<Value>>(table).map((setting) => [
    `\`${setting.name}\``,
    shownDefault(setting),
    setting.unit ?? '',
    shownMeaning(setting),
  ]);
  return markdown([['Name', 'Default', 'Unit', 'Means'], ...rows]);
};

const shownDefault = ({ defaultShown, default: value }: Setting<Value>): string => {
  if (defaultShown !== undefined) return defaultShown;
  return value === undefined ? 'none' : `\`${typeof value === 'object' ? value.join(',') : String(value)}\``;
};

const shownMeaning = ({ name, meaning, fromFile }: Setting<Value>): string =>
  fromFile ? `${meaning}; or \`${fileNameOf(name)}\`` : meaning;

const markdown = (rows: readonly (readonly string[])[]): string => {
  const [head = [], ...body] = rows;
  const widths = head.map((_, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n');
};
