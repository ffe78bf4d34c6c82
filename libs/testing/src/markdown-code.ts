export interface CodeBlock {
  /** `ts`, `html`, `sh`; empty where the fence says none. */
  readonly language: string;
  /** What the fence says after the language, such as a file's name. */
  readonly note: string;
  readonly code: string;
}

/** The fenced code of a Markdown text, in its order. */
export const codeBlocks = (markdown: string): CodeBlock[] =>
  [...markdown.matchAll(/^```(\S*)[ \t]*(.*)\n([\s\S]*?)^```$/gm)].map(([, language = '', note = '', code = '']) => ({
    language,
    note,
    code,
  }));
