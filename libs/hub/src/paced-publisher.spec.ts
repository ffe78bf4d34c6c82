import { textOf } from '@noroshi/protocol';
import { PacedPublisher } from './paced-publisher.js';

/** Sockets that take a while to be written, and a clock that moves when it is told. */
function scene(writingMs: number) {
  const published: string[] = [];
  let now = 0;
  let writing: (() => void) | undefined;
  let resting: { readonly task: () => void; readonly ms: number } | undefined;
  const publisher = new PacedPublisher(
    { publish: (topic, frame) => void published.push(`${topic}:${textOf(frame)}`), flush: () => undefined },
    { now: () => now, afterWriting: (task) => (writing = task), later: (task, ms) => (resting = { task, ms }) },
  );
  return {
    publisher,
    published,
    /** The sockets have been written. @returns how long the publisher rests after it */
    written: () => {
      now += writingMs;
      writing?.();
      return resting?.ms;
    },
    rested: () => resting?.task(),
  };
}

describe('a paced publisher', () => {
  it('publishes at once when nothing is being written', () => {
    const { publisher, published } = scene(3);
    publisher.publish('lobby', 'one');
    expect(published).toEqual(['lobby:one']);
  });

  it('holds what comes while the sockets are written and for as long again, and publishes it together and in order', () => {
    const { publisher, published, written, rested } = scene(3);
    publisher.publish('lobby', 'one');
    publisher.publish('lobby', 'two');
    expect(written()).toBe(3);
    publisher.publish('attic', 'three');
    expect(published).toEqual(['lobby:one']);
    rested();
    expect(published).toEqual(['lobby:one', 'lobby:two', 'attic:three']);
  });

  it('rests four milliseconds at most, and not at all after a quick write', () => {
    const slow = scene(50);
    slow.publisher.publish('lobby', 'one');
    expect(slow.written()).toBe(4);
    const quick = scene(0.1);
    quick.publisher.publish('lobby', 'one');
    quick.publisher.publish('lobby', 'two');
    expect(quick.written()).toBeUndefined();
    expect(quick.published).toEqual(['lobby:one', 'lobby:two']);
  });

  it('is quick again after a rest in which nothing came', () => {
    const { publisher, published, written, rested } = scene(3);
    publisher.publish('lobby', 'one');
    written();
    rested();
    publisher.publish('lobby', 'two');
    expect(published).toEqual(['lobby:one', 'lobby:two']);
  });

  it('hands over what it holds when somebody is about to subscribe', () => {
    const { publisher, published, written, rested } = scene(3);
    publisher.publish('lobby', 'one');
    publisher.publish('lobby', 'two');
    publisher.flush();
    expect(published).toEqual(['lobby:one', 'lobby:two']);
    written();
    rested();
    expect(published).toHaveLength(2);
  });
});
