/** Where installers put what they fetched, and the environment they search. */
export interface Place {
  /** Kept between starts and shared by all data folders of a repository. */
  readonly binDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** One way to come by a nats-server. */
export interface Installer {
  /** As in "nats-server 2.15.1 from NAME". */
  readonly name: string;
  /** Absent: it only looks, which needs no announcement. */
  readonly announce?: string;
  /**
   * Gives the path of a nats-server, or undefined when this way is not open here (its tool is missing, say).
   * @throws Error when the way is open but failed.
   */
  readonly try: (place: Place) => Promise<string | undefined>;
}
