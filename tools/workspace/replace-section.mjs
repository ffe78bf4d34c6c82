import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Puts `text` between `<!-- NAME:start -->` and `<!-- NAME:end -->` of a Markdown file.
 * With `check` nothing is written. Tells whether the file was up to date.
 */
export const replaceSection = ({ file, name, text, check = false }) => {
  const before = readFileSync(file, 'utf8');
  const section = new RegExp(`(<!-- ${name}:start -->\n)[\\s\\S]*?(<!-- ${name}:end -->)`);
  if (!section.test(before)) throw new Error(`${file} has no <!-- ${name}:start --> … <!-- ${name}:end -->`);
  const after = before.replace(section, (_, start, end) => `${start}\n${text}\n\n${end}`);
  if (!check && after !== before) writeFileSync(file, after);
  return after === before;
};
