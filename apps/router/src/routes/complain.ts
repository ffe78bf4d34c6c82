/** What is wrong is told to it, and reading goes on, so that everything is told at once. */
export type Complain = (problem: string) => void;
