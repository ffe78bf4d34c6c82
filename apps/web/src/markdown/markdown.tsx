import type { PhrasingContent, RootContent, Table } from 'mdast';
import { memo, type ReactNode } from 'react';
import { isEmojiOnly } from './emoji-only.js';
import { splitMentions, type Person } from './mentions.js';
import { parseMarkdown } from './parse.js';
import { safeLink } from './safe-link.js';

interface Props {
  readonly text: string;
  readonly me: Person;
}

/** What somebody wrote. It becomes elements of React and nothing else, so no text can become markup of its own. */
export const Markdown = memo(function Markdown({ text, me }: Props) {
  if (isEmojiOnly(text)) return <p className="emoji-only">{text}</p>;
  return <Nodes nodes={parseMarkdown(text).children} me={me} />;
});

type Node = RootContent | PhrasingContent;

function Nodes({ nodes, me }: { readonly nodes: readonly Node[]; readonly me: Person }) {
  return nodes.map((node, index) => <Element key={index} node={node} me={me} />);
}

type Drawn<Type extends Node['type']> = (node: Extract<Node, { type: Type }>, inside: ReactNode) => ReactNode;

const elements: { readonly [Type in Node['type']]?: Drawn<Type> } = {
  paragraph: (_node, inside) => <p>{inside}</p>,
  // A message has no say in the headings of the page.
  heading: (_node, inside) => <p className="md-heading">{inside}</p>,
  blockquote: (_node, inside) => <blockquote>{inside}</blockquote>,
  list: ({ ordered, start }, inside) => (ordered ? <ol start={start ?? 1}>{inside}</ol> : <ul>{inside}</ul>),
  listItem: ({ checked }, inside) => (
    <li>
      {typeof checked === 'boolean' && <span aria-hidden="true">{checked ? '☑ ' : '☐ '}</span>}
      {inside}
    </li>
  ),
  code: ({ value }) => (
    <pre tabIndex={0}>
      <code>{value}</code>
    </pre>
  ),
  inlineCode: ({ value }) => <code>{value}</code>,
  strong: (_node, inside) => <strong>{inside}</strong>,
  emphasis: (_node, inside) => <em>{inside}</em>,
  delete: (_node, inside) => <del>{inside}</del>,
  break: () => <br />,
  thematicBreak: () => <hr />,
  link: ({ url }, inside) => <Address url={url}>{inside}</Address>,
};

function Element({ node, me }: { readonly node: Node; readonly me: Person }) {
  if (node.type === 'text') return <Words text={node.value} me={me} />;
  if (node.type === 'table') return <TableOf table={node} me={me} />;
  const draw = elements[node.type] as Drawn<Node['type']> | undefined;
  const inside = 'children' in node ? <Nodes nodes={node.children} me={me} /> : 'value' in node && node.value;
  return draw ? draw(node, inside) : inside;
}

function Words({ text, me }: Props) {
  return splitMentions(text, me).map((piece, index) =>
    piece.mention ? (
      <span key={index} className="mention" data-me={piece.mention === 'me'}>
        {piece.text}
      </span>
    ) : (
      piece.text
    ),
  );
}

function Address({ url, children }: { readonly url: string; readonly children: ReactNode }) {
  const href = safeLink(url);
  if (href === undefined) return children;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
      {children}
    </a>
  );
}

function TableOf({ table, me }: { readonly table: Table; readonly me: Person }) {
  const [head, ...rows] = table.children;
  return (
    <div className="md-table" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {head?.children.map((cell, index) => (
              <th key={index} scope="col">
                <Nodes nodes={cell.children} me={me} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.children.map((cell, column) => (
                <td key={column}>
                  <Nodes nodes={cell.children} me={me} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
