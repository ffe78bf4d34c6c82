/** A text that is handed out, with what is different here. @throws Error when it does not say that any more */
export const adapted = (text: string, differences: Readonly<Record<string, string>>): string =>
  Object.entries(differences).reduce((said, [from, to]) => {
    if (!said.includes(from)) throw new Error(`It does not say ${from} any more:\n${text}`);
    return said.replaceAll(from, to);
  }, text);
