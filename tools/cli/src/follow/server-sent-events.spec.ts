import { createEventParser } from './server-sent-events.js';

describe('an event stream', () => {
  it('is told event by event, however the network cuts it', () => {
    const text =
      ':\n\nretry: 3000\nevent: connection\ndata: {"a":1}\n\nevent: message\nid: 7\ndata: one\ndata: two\n\n';
    const whole = createEventParser()(text);
    expect(whole).toEqual({
      retryMs: 3000,
      events: [
        { event: 'connection', data: '{"a":1}', id: undefined },
        { event: 'message', data: 'one\ntwo', id: '7' },
      ],
    });
    const parse = createEventParser();
    expect(text.split(/(?=.)/su).flatMap((letter) => parse(letter).events)).toEqual(whole.events);
  });

  it('keeps what looks like its own language within the data', () => {
    const [event] = createEventParser()('data: {"content":"event: x: y"}\n\n').events;
    expect(event).toEqual({ event: 'message', data: '{"content":"event: x: y"}', id: undefined });
  });

  it('gives nothing of an event that is not whole', () => {
    expect(createEventParser()('event: message\ndata: half')).toEqual({ events: [], retryMs: undefined });
  });
});
