const commands = {
  help: () =>
    `I know ${Object.keys(commands)
      .map((name) => `!${name}`)
      .join(', ')}`,
  time: () => new Date().toISOString(),
  roll: (sides) => String(1 + Math.floor(Math.random() * (Number(sides) || 6))),
  echo: (...words) => words.join(' '),
};

/** What the bot says to this; undefined: nothing. */
export function answerTo(content) {
  const [word, ...words] = content.trim().split(/\s+/);
  if (!word.startsWith('!')) return undefined;
  const command = Object.hasOwn(commands, word.slice(1)) ? commands[word.slice(1)] : undefined;
  return command?.(...words) ?? `I don't know ${word}. ${commands.help()}`;
}
