/** One event, up to the empty line that ends it. JSON has no line breaks in it, so the data is one line. */
export const sseEvent = (fields: Readonly<Record<string, unknown>>): string =>
  `event: ${fields['type'] as string}\ndata: ${JSON.stringify(fields)}\n`;
