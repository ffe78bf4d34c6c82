import fc from 'fast-check';
import { judge, type News } from './gap.js';

const known = (positions: Record<string, number>) => new Map(Object.entries(positions));

describe('an event that arrives live', () => {
  it('is next when its previous is the last known one', () => {
    expect(judge(known({ talk: 4 }), { lane: 'talk', position: 7, previous: 4 })).toBe('next');
    expect(judge(known({ talk: 0 }), { lane: 'talk', position: 7, previous: 0 })).toBe('next');
  });

  it('is known when it is not after the last known one, or of a lane that is not followed', () => {
    expect(judge(known({ talk: 7 }), { lane: 'talk', position: 7, previous: 4 })).toBe('known');
    expect(judge(known({ talk: 9 }), { lane: 'talk', position: 7, previous: 4 })).toBe('known');
    expect(judge(known({ talk: 4 }), { lane: 'members', position: 7, previous: 6 })).toBe('known');
  });

  it('shows a gap when its previous was never seen', () => {
    expect(judge(known({ talk: 4 }), { lane: 'talk', position: 7, previous: 6 })).toBe('gap');
    expect(judge(known({ talk: 0 }), { lane: 'talk', position: 7, previous: 6 })).toBe('gap');
  });

  it('is next when the lane was followed from a position that is another lane’s', () => {
    expect(judge(known({ talk: 6 }), { lane: 'talk', position: 9, previous: 4 })).toBe('next');
    expect(judge(known({ talk: 6 }), { lane: 'talk', position: 9, previous: 0 })).toBe('next');
  });

  it('shows by its fence what was lost on the fencing lane', () => {
    const news = { lane: 'talk', position: 9, previous: 4, fence: { lane: 'control', position: 8 } };
    expect(judge(known({ talk: 4, control: 8 }), news)).toBe('next');
    expect(judge(known({ talk: 4, control: 10 }), news)).toBe('next');
    expect(judge(known({ talk: 4, control: 3 }), news)).toBe('gap');
    expect(judge(known({ talk: 4 }), news)).toBe('next');
  });
});

/** A log of one entity, and what a bad transport makes of it: everything may be lost, repeated and turned around. */
interface Story {
  readonly log: readonly News[];
  readonly arrivals: readonly News[];
}

const story = (lanes: readonly string[]): fc.Arbitrary<Story> =>
  fc
    .array(fc.record({ lane: fc.constantFrom(...lanes), step: fc.integer({ min: 1, max: 3 }) }), { maxLength: 30 })
    .map((steps) => {
      const last = new Map<string, number>();
      let position = 0;
      return steps.map(({ lane, step }): News => {
        position += step;
        const news = { lane, position, previous: last.get(lane) ?? 0 };
        last.set(lane, position);
        return news;
      });
    })
    .chain((log): fc.Arbitrary<Story> =>
      log.length === 0
        ? fc.constant({ log, arrivals: [] })
        : fc.array(fc.constantFrom(...log), { maxLength: 60 }).map((arrivals) => ({ log, arrivals })),
    );

/** Follows as the live feed does: a gap is filled by reading the log up to where it is by then. */
const follow = ({ log, arrivals }: Story, lanes: readonly string[]): News[] => {
  const positions = known(Object.fromEntries(lanes.map((lane) => [lane, 0])));
  const delivered: News[] = [];
  const deliver = (news: News) => {
    positions.set(news.lane, news.position);
    delivered.push(news);
  };
  const read = (upTo: number) => {
    for (const news of log) {
      if (news.position <= upTo && news.position > (positions.get(news.lane) ?? 0)) deliver(news);
    }
  };
  let end = 0;
  for (const news of arrivals) {
    end = Math.max(end, news.position);
    const judgement = judge(positions, news);
    if (judgement === 'next') deliver(news);
    if (judgement === 'gap') read(end);
  }
  read(Infinity);
  return delivered;
};

describe('whatever the transport loses, repeats and turns around', () => {
  it('one lane is delivered once and in order', () => {
    fc.assert(
      fc.property(story(['talk']), (told) => {
        expect(follow(told, ['talk'])).toEqual(told.log);
      }),
    );
  });

  it('each of several lanes is delivered once and in order', () => {
    const lanes = ['control', 'members', 'talk'];
    fc.assert(
      fc.property(story(lanes), (told) => {
        const delivered = follow(told, lanes);
        expect(delivered).toHaveLength(told.log.length);
        for (const lane of lanes) {
          expect(delivered.filter((news) => news.lane === lane)).toEqual(told.log.filter((news) => news.lane === lane));
        }
      }),
    );
  });

  it('what is fenced never comes before its fence', () => {
    const fenced = story(['control', 'talk']).map(({ log, arrivals }): Story => {
      const fence = (news: News): News => {
        const control = log.findLast(({ lane, position }) => lane === 'control' && position < news.position);
        return news.lane === 'talk' ? { ...news, fence: { lane: 'control', position: control?.position ?? 0 } } : news;
      };
      return { log: log.map(fence), arrivals: arrivals.map(fence) };
    });
    fc.assert(
      fc.property(fenced, (told) => {
        let control = 0;
        for (const { lane, position, fence } of follow(told, ['control', 'talk'])) {
          if (lane === 'control') control = position;
          expect(control).toBeGreaterThanOrEqual(fence?.position ?? 0);
        }
      }),
    );
  });

  it('a loss without repeats and turns, before a disconnect, keeps the order over all lanes', () => {
    const lanes = ['control', 'members', 'talk'];
    const cut = fc.tuple(story(lanes), fc.nat(), fc.nat()).map(([{ log }, from, length]): Story => {
      const start = log.length === 0 ? 0 : from % log.length;
      return { log, arrivals: log.slice(0, start + (length % (log.length + 1 - start))) };
    });
    fc.assert(
      fc.property(cut, (told) => {
        expect(follow(told, lanes)).toEqual(told.log);
      }),
    );
  });
});
