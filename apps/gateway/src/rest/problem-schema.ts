import { Type } from 'typebox';

export const Problem = Type.Object(
  {
    type: Type.Literal('about:blank'),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String({ description: 'One of the catalogue; programs go by it' }),
    detail: Type.String({ description: 'A sentence for people' }),
    field: Type.Optional(Type.String({ description: 'What in the request it is about' })),
  },
  { $id: 'Problem', description: 'A refusal (RFC 9457)' },
);
