/** The one place that writes for people: results to stdout, progress to stderr so that stdout can be kept. */
export const report = (text: string): void => void process.stdout.write(`${text}\n`);

export const progress = (text: string): void => void process.stderr.write(`${text}\n`);
