import { Type, type Static, type TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

const Text = Type.String({ minLength: 1 });

/** The `data` of each action. Unknown fields are ignored, and `null` is as good as nothing. */
export const requests = {
  ping: Type.Object({}),
  user_typing: Type.Object({ channel_id: Text, parent_id: Type.Optional(Type.String()) }),
  get_statuses: Type.Object({}),
  get_statuses_by_ids: Type.Object({ user_ids: Type.Array(Text, { maxItems: 1000 }) }),
  user_update_active_status: Type.Object({
    user_is_active: Type.Boolean(),
    manual: Type.Optional(Type.Boolean()),
  }),
  presence: Type.Object({
    channel_id: Type.Optional(Type.String()),
    team_id: Type.Optional(Type.String()),
    thread_channel_id: Type.Optional(Type.String()),
    is_thread_view: Type.Optional(Type.Boolean()),
  }),
  posted_notify_ack: Type.Object({ post_id: Type.Optional(Type.String()) }),
};

export type Action = keyof typeof requests;
export type Data<A extends Action> = Static<(typeof requests)[A]>;

/** What is wrong with an action's data; undefined: nothing. */
export type Check = (data: unknown) => string | undefined;

/** A map, not an object: an action named `__proto__` finds nothing. */
export const checks: ReadonlyMap<string, Check> = new Map(
  Object.entries(requests).map(([action, schema]) => [action, checkOf(schema)]),
);

function checkOf(schema: TSchema): Check {
  const compiled = Compile(schema);
  return (data) => {
    if (compiled.Check(data)) return undefined;
    const [error] = compiled.Errors(data);
    return error ? `data${error.instancePath} ${error.message}` : 'data is not valid';
  };
}
