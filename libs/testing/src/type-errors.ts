import { dirname, join } from 'node:path';

export interface CheckedSource {
  /** Of a file that need not exist, next to those it would stand among: decides what its imports find. */
  readonly path: string;
  readonly code: string;
}

/** What TypeScript says of sources that are in no file, such as the code in a document, under the options of a `tsconfig.json`. */
export async function typeErrors(sources: readonly CheckedSource[], tsconfig: string): Promise<string[]> {
  // Loaded only here: it takes half a second, and few tests need it.
  const { default: ts } = await import('typescript');
  const config = ts.parseJsonConfigFileContent(
    ts.readConfigFile(tsconfig, (path) => ts.sys.readFile(path)).config,
    ts.sys,
    dirname(tsconfig),
  );
  const options = { ...config.options, composite: false, incremental: false, noEmit: true, noUnusedLocals: false };
  const codes = new Map(sources.map(({ path, code }) => [join(path), code]));
  const host = ts.createCompilerHost(options);
  const disk = { ...host };
  host.fileExists = (path) => codes.has(path) || disk.fileExists(path);
  host.readFile = (path) => codes.get(path) ?? disk.readFile(path);
  host.getSourceFile = (path, languageVersion, ...rest) => {
    const code = codes.get(path);
    if (code === undefined) return disk.getSourceFile(path, languageVersion, ...rest);
    return ts.createSourceFile(path, code, languageVersion);
  };
  const program = ts.createProgram([...codes.keys()], options, host);
  return [...codes.keys()].flatMap((path) => {
    const file = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      ({ messageText, start = 0 }) => {
        const line = file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
        return `${path}:${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
      },
    );
  });
}
