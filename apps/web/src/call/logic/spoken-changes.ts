import type { ActiveCallState, ParticipantView } from '@videocall/client-sdk';

/** What changed in a call that is worth saying aloud: the text's key, and the name it needs. */
export interface SpokenChange {
  readonly key:
    | 'call.microphoneOn'
    | 'call.microphoneOff'
    | 'call.cameraOn'
    | 'call.cameraOff'
    | 'call.handRaised'
    | 'call.callLocked'
    | 'call.callUnlocked'
    | 'call.nowHost'
    | 'call.nowSpeaker'
    | 'call.nowListener'
    | 'connection.reconnecting'
    | 'recording.startedByYou'
    | 'recording.startedBy'
    | 'recording.started'
    | 'recording.stopped'
    | 'share.started'
    | 'share.stopped'
    | 'share.presenting';
  readonly name: string;
}

/** Own state, hands, shares, recording, reconnects; never who speaks. */
export function spokenChanges(before: ActiveCallState, after: ActiveCallState): SpokenChange[] {
  const changes: SpokenChange[] = [];
  const say = (key: SpokenChange['key'], name = '') => changes.push({ key, name });

  const heard = ({ local }: ActiveCallState) => local.MICROPHONE !== undefined && !local.MICROPHONE.muted;
  if (heard(before) !== heard(after)) say(heard(after) ? 'call.microphoneOn' : 'call.microphoneOff');
  const seen = ({ local }: ActiveCallState) => local.CAMERA !== undefined && !local.CAMERA.muted;
  if (seen(before) !== seen(after)) say(seen(after) ? 'call.cameraOn' : 'call.cameraOff');

  if (before.others !== after.others) {
    const known = new Map(before.others.map((participant) => [participant.id, participant]));
    for (const { id, displayName, handRaisedAt } of after.others) {
      if (handRaisedAt !== null && known.get(id)?.handRaisedAt === null) say('call.handRaised', displayName);
    }
  }
  if (before.screenSharerId !== after.screenSharerId) {
    const started = find(after, after.screenSharerId);
    const stopped = find(before, before.screenSharerId);
    if (started) say(started.isSelf ? 'share.presenting' : 'share.started', started.displayName);
    else if (stopped && !stopped.isSelf) say('share.stopped', stopped.displayName);
  }
  if (isRecorded(before) !== isRecorded(after)) {
    const starter = find(after, after.call.recording?.startedByParticipantId ?? null);
    if (!isRecorded(after)) say('recording.stopped');
    else if (!starter) say('recording.started');
    else say(starter.isSelf ? 'recording.startedByYou' : 'recording.startedBy', starter.displayName);
  }
  if (before.call.locked !== after.call.locked) say(after.call.locked ? 'call.callLocked' : 'call.callUnlocked');
  if (before.self.role !== after.self.role) say(ROLE_TEXTS[after.self.role]);
  if (before.connection.phase !== 'RECONNECTING' && after.connection.phase === 'RECONNECTING')
    say('connection.reconnecting');
  return changes;
}

/** Whether what is said and shown is, or is about to be, recorded. */
export function isRecorded({ call: { recording } }: ActiveCallState): boolean {
  return recording !== null && recording.state !== 'STOPPING';
}

const ROLE_TEXTS = { HOST: 'call.nowHost', SPEAKER: 'call.nowSpeaker', LISTENER: 'call.nowListener' } as const;

function find({ self, others }: ActiveCallState, id: string | null): ParticipantView | undefined {
  return [self, ...others].find((participant) => participant.id === id);
}
