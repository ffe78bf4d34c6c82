/** What a back end has to say to this connection, as it said it: a text, or bytes in base64. One line of data for each line. */
export const pushed = (text: string, { isText }: { readonly isText: boolean }): string => {
  const data = text.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`);
  return `event: ${isText ? 'push' : 'pushBase64'}\n${data.join('')}\n`;
};
