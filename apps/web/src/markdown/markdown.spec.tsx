import { renderToStaticMarkup } from 'react-dom/server';
import { Markdown } from './markdown.js';

const shown = (text: string): string =>
  renderToStaticMarkup(<Markdown text={text} me={{ userId: 'ann', name: 'Ann Lee' }} />);

describe('a message', () => {
  it.each([
    ['plain words', '<p>plain words</p>'],
    ['two\nlines', '<p>two\nlines</p>'],
    ['**strong** and *soft* and ~~gone~~', '<p><strong>strong</strong> and <em>soft</em> and <del>gone</del></p>'],
    ['`a < b`', '<p><code>a &lt; b</code></p>'],
    ['```js\nlet a;\n```', '<pre tabindex="0"><code>let a;</code></pre>'],
    ['# big', '<p class="md-heading">big</p>'],
    ['1. one\n2. two', '<ol start="1"><li><p>one</p></li><li><p>two</p></li></ol>'],
    ['- [x] done', '<ul><li><span aria-hidden="true">☑ </span><p>done</p></li></ul>'],
    ['> said', '<blockquote><p>said</p></blockquote>'],
    ['🔥🔥', '<p class="emoji-only">🔥🔥</p>'],
    ['狼煙 is up', '<p>狼煙 is up</p>'],
    ['snake_case_name and 2*3*4', '<p>snake_case_name and 2<em>3</em>4</p>'],
  ])('%j is %s', (text, html) => {
    expect(shown(text)).toBe(html);
  });

  it('is shown as it was typed where it looks like HTML', () => {
    expect(shown('<b>&amp; burning</b>')).toBe('<p>&lt;b&gt;&amp;amp; burning&lt;/b&gt;</p>');
    expect(shown('<script>alert(1)</script>')).not.toContain('<script');
    expect(shown('<img src=x onerror=alert(1)>')).not.toContain('<img');
  });

  it('links to web addresses and to mail, and opens them without a way back', () => {
    const rel = 'target="_blank" rel="noopener noreferrer nofollow ugc"';
    expect(shown('see https://example.com/a_(b)?q=1.')).toBe(
      `<p>see <a href="https://example.com/a_(b)?q=1" ${rel}>https://example.com/a_(b)?q=1</a>.</p>`,
    );
    expect(shown('[fire](https://example.com)')).toContain(`<a href="https://example.com/" ${rel}>fire</a>`);
    expect(shown('ann@example.com')).toContain('href="mailto:ann@example.com"');
  });

  it.each([
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '[x](vbscript:x)',
    '[x](blob:https://example.com/1)',
    '[x](/api/v1/rooms)',
    '<javascript:alert(1)>',
  ])('links nowhere by %s', (text) => {
    expect(shown(text)).not.toContain('href');
  });

  it('fetches nothing: an image is a link', () => {
    expect(shown('![cat](https://example.com/cat.png)')).not.toContain('<img');
    expect(shown('![cat](https://example.com/cat.png)')).toContain('href="https://example.com/cat.png"');
  });

  it('shows a table', () => {
    expect(shown('| a | b |\n|---|---|\n| 1 | 2 |')).toContain('<td>1</td><td>2</td>');
  });

  it('shows whom it calls, and that it is oneself', () => {
    expect(shown('@annlee and @ben, @room!')).toBe(
      '<p><span class="mention" data-me="true">@annlee</span> and <span class="mention" data-me="false">@ben</span>, <span class="mention" data-me="true">@room</span>!</p>',
    );
    expect(shown('ann@ben')).not.toContain('mention');
  });
});
