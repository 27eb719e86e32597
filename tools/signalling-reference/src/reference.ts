import * as signalling from '@videocall/signalling';
import { z } from 'zod';
import { type JsonSchema, typeOf } from './type-of.ts';

/** Shapes that stand under their own name. */
const NAMED: Readonly<Record<string, z.ZodType>> = {
  Id: signalling.Id,
  RequestId: signalling.RequestId,
  Call: signalling.Call,
  Participant: signalling.Participant,
  ChatMessage: signalling.ChatMessage,
  MediaSnapshot: signalling.MediaSnapshot,
  Transport: signalling.Transport,
  Track: signalling.Track,
  Subscription: signalling.Subscription,
  PublishRequest: signalling.PublishRequest,
  PublisherCommand: signalling.PublisherCommand,
  Joined: signalling.Joined,
  TrackSource: signalling.TrackSource,
  TransportDirection: signalling.TransportDirection,
  ParticipantRole: signalling.ParticipantRole,
  QualityProfile: signalling.QualityProfile,
};

const PLANES: Readonly<Record<string, string>> = {
  call: 'Facts of the call, counted by its revision',
  media: 'Changes of the media, counted by their own revision',
  passing: 'Passing news, not counted',
};

const names = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries(NAMED)) names.add(schema, { id });

/** The list of messages, notifications and shapes, in Markdown. */
export function reference(): string {
  const requests = Object.entries(signalling.REQUESTS).map(
    ([name, { request, reply }]) =>
      `#### \`${name}\`\n\n${block(`request: ${written(request, 'input')}`, `reply: ${written(reply)}`)}`,
  );
  const planes = signalling.Notification.options.map((option) => {
    const plane = option.shape.plane.value;
    const bodies = option.shape.body.options.map((body) => written(body));
    return `#### ${PLANES[plane]} (\`plane: '${plane}'\`)\n\n${block(...bodies)}`;
  });
  const shapes = Object.entries(NAMED).map(([name, schema]) =>
    block(`type ${name} = ${written(schema, 'output', name)}`),
  );
  return ['### Messages', ...requests, '### Notifications', ...planes, '### Shapes', ...shapes, ''].join('\n\n');
}

/** @param own the schema's own name, where it is to be written out */
function written(schema: z.ZodType, io: 'input' | 'output' = 'output', own?: string): string {
  const name = names.get(schema)?.id;
  if (name !== undefined && name !== own) return name;
  const { $defs = {}, ...json } = z.toJSONSchema(schema, { metadata: names, io, unrepresentable: 'any' });
  // zod refers to a named schema even where that is all there is.
  return typeOf((own === undefined ? json : ($defs[own] ?? json)) as JsonSchema);
}

function block(...lines: string[]): string {
  return ['```ts', ...lines, '```'].join('\n');
}
