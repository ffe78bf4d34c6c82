import { randomBytes } from 'node:crypto';
import type { Position } from '@noroshi/event-sourcing';
import type { Collection } from 'mongodb';
import type { Mongo } from './connect.js';
import { isDuplicate } from './mongo-unavailable.js';

/** Somebody else has built the read model anew, or restored a backup: what this process has written is not what answers. */
export class EditionReplaced extends Error {
  override readonly name = 'EditionReplaced';
}

/** Which log a read model is of. */
export interface LogOfEdition {
  readonly epoch: string;
  /** @throws Outage */
  readonly end: () => Promise<Position>;
}

export interface Edition {
  /** Its collection. */
  readonly name: string;
  /** Everything up to here is in it. */
  readonly checkpoint: Position;
}

export interface Opened extends Edition {
  /** Of another log, or beyond the end of this one: it stays where it is, and does not answer any more. */
  readonly former?: string;
}

interface Kept {
  readonly _id: string;
  readonly epoch: string;
  readonly edition: string;
  readonly checkpoint: Position;
  /** Replaced by a rebuild: nobody reads them for long. */
  readonly retired: readonly string[];
}

const COLLECTION = 'read_models';

/**
 * Which collection of a read model answers, and how far it has come, kept beside it: whoever restores a backup of the database
 * restores both, and what is missing is caught up with from the log.
 *
 * Every method throws MongoUnavailable.
 */
export class Editions {
  private readonly models: Collection<Kept>;

  constructor(
    private readonly mongo: Mongo,
    /** Of the read model. */
    private readonly model: string,
  ) {
    this.models = mongo.db.collection<Kept>(COLLECTION);
  }

  /** The one that answers; an empty one where there is none of this log. @throws Outage of the log */
  open({ epoch, end }: LogOfEdition): Promise<Opened> {
    return this.mongo.reach(async () => {
      const kept = await this.models.findOne({ _id: this.model });
      // The end is asked for after the checkpoint was read: another instance may go on writing meanwhile.
      if (kept && kept.epoch === epoch && kept.checkpoint <= (await end())) return opened(kept);
      await this.begin(epoch, kept ?? undefined);
      const begun = await this.models.findOne({ _id: this.model });
      if (!begun) throw new EditionReplaced(`what is known of ${this.model} was removed while it was begun`);
      return { ...opened(begun), ...(kept && kept.edition !== begun.edition && { former: kept.edition }) };
    });
  }

  /** For a rebuild: nobody knows of it yet. */
  another(epoch: string): string {
    return `${this.model}_${epoch}_${randomBytes(4).toString('hex')}`;
  }

  /**
   * Never goes back.
   *
   * @param edition as it was saved last
   * @throws EditionReplaced also when the server has lost what it had acknowledged: what is missing has to be written again
   */
  async save({ name, checkpoint }: Edition, position: Position): Promise<void> {
    const saved = { _id: this.model, edition: name, checkpoint: { $gte: checkpoint } };
    const { matchedCount } = await this.mongo.reach(() =>
      this.models.updateOne(saved, { $max: { checkpoint: position } }),
    );
    if (matchedCount === 0) throw new EditionReplaced(`${this.model} is not what was written to ${name} any more`);
  }

  /** From now on this one answers. Repeatable. @throws EditionReplaced */
  async publish({ name, checkpoint }: Edition, replaces: string): Promise<void> {
    await this.mongo.reach(async () => {
      const { matchedCount } = await this.models.updateOne(
        { _id: this.model, edition: replaces },
        { $set: { edition: name, checkpoint }, $push: { retired: replaces } },
      );
      if (matchedCount > 0) return;
      const kept = await this.models.findOne({ _id: this.model });
      if (kept?.edition !== name) throw new EditionReplaced(`${this.model} was built anew by somebody else as well`);
    });
  }

  /** Removes what rebuilds have replaced. */
  async dropRetired(): Promise<void> {
    await this.mongo.reach(async () => {
      const kept = await this.models.findOne({ _id: this.model });
      for (const name of kept?.retired ?? []) {
        const isThere = (await this.mongo.db.listCollections({ name }, { nameOnly: true }).toArray()).length > 0;
        if (isThere) await this.mongo.db.collection(name).drop();
        await this.models.updateOne({ _id: this.model }, { $pull: { retired: name } });
      }
    });
  }

  /** Where several do so at once, one of them does it for all. */
  private async begin(epoch: string, kept: Kept | undefined): Promise<void> {
    const fresh = { epoch, edition: this.another(epoch), checkpoint: 0 };
    if (kept) {
      await this.models.updateOne({ _id: this.model, edition: kept.edition }, { $set: fresh });
      return;
    }
    try {
      await this.models.insertOne({ _id: this.model, ...fresh, retired: [] });
    } catch (cause) {
      if (!isDuplicate(cause)) throw cause;
    }
  }
}

const opened = ({ edition, checkpoint }: Kept): Edition => ({ name: edition, checkpoint });
