import { useState } from 'react';
import { Camera, CameraOff, Hand, Link, Mic, MicOff, MonitorUp } from 'lucide-react';
import type { ParticipantView } from '@videocall/client-sdk';
import { Input, SearchField } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../ui/avatar.js';
import { Button } from '../../ui/button.js';
import { useCall, useCallState } from '../call-context.js';
import { cameraOf, isHeard } from '../stage/tiles.js';
import { useSpeakers } from '../stage/use-speakers.js';
import { useCallActions } from '../use-call-actions.js';
import { ParticipantMenu } from './participant-menu.js';
import { sortPeople } from './sort-people.js';
import './people-panel.css';

/** Who is here, and what a host can do about it. */
export function PeoplePanel() {
  const { t, i18n } = useTranslation();
  const { self, others, call: facts } = useCallState();
  const call = useCall();
  const { attempt, copyInvite } = useCallActions();
  const { promoted } = useSpeakers();
  const [sought, setSought] = useState('');
  const everybody = sortPeople([self, ...others], promoted, i18n.language);
  const heard = others.filter(isHeard);
  const needle = sought.trim().toLocaleLowerCase(i18n.language);
  const found = everybody.filter(({ displayName }) => displayName.toLocaleLowerCase(i18n.language).includes(needle));
  return (
    <div className="people">
      <div className="people-top">
        <p className="muted small figures">
          {t('people.count', { count: everybody.length, max: facts.maxParticipants })}
        </p>
        <Button look="quiet" icon={<Link size={18} aria-hidden="true" />} onPress={copyInvite}>
          {t('call.copyInvite')}
        </Button>
        {self.role === 'HOST' && heard.length > 0 ? (
          <Button
            look="quiet"
            icon={<MicOff size={18} aria-hidden="true" />}
            onPress={() => attempt(Promise.all(heard.map(({ id }) => call.muteParticipant(id, 'MICROPHONE', true))))}
          >
            {t('people.muteAll')}
          </Button>
        ) : null}
      </div>
      {others.length > 0 ? (
        <SearchField className="people-search" aria-label={t('people.search')} value={sought} onChange={setSought}>
          <Input className="field-input" placeholder={t('people.search')} />
        </SearchField>
      ) : null}
      <ul className="people-list">
        {found.map((participant) => (
          <PersonRow key={participant.id} participant={participant} />
        ))}
      </ul>
      {found.length === 0 ? <p className="panel-empty muted">{t('people.noMatch')}</p> : null}
      {others.length === 0 ? <p className="panel-empty muted">{t('people.aloneHint')}</p> : null}
    </div>
  );
}

function PersonRow({ participant }: { readonly participant: ParticipantView }) {
  const { t } = useTranslation();
  const { self, screenSharerId } = useCallState();
  const { id, displayName, isSelf, role, guest, handRaisedAt, state } = participant;
  const heard = isHeard(participant);
  const seen = cameraOf(participant) !== undefined;
  const details = [
    role === 'HOST' ? t('people.host') : role === 'LISTENER' ? t('people.listener') : '',
    guest ? t('people.guest') : '',
    state === 'RECONNECTING' ? t('connection.reconnecting') : '',
  ].filter((part) => part !== '');
  return (
    <li className="person">
      <Avatar name={displayName} size={40} />
      <div className="person-words">
        <p className="person-name">{isSelf ? t('tile.self', { name: displayName }) : displayName}</p>
        {details.length === 0 ? null : <p className="muted small">{details.join(' · ')}</p>}
      </div>
      <span className="person-states">
        {handRaisedAt === null ? null : (
          <Hand size={18} role="img" aria-label={t('tile.hand')} className="person-hand" />
        )}
        {screenSharerId === id ? <MonitorUp size={18} role="img" aria-label={t('tile.presenting')} /> : null}
        {heard ? (
          <Mic size={18} role="img" aria-label={t('tile.microphoneOn')} />
        ) : (
          <MicOff size={18} role="img" aria-label={t('tile.microphoneOff')} className="person-off" />
        )}
        {seen ? (
          <Camera size={18} role="img" aria-label={t('tile.cameraOn')} />
        ) : (
          <CameraOff size={18} role="img" aria-label={t('tile.cameraOff')} className="person-off" />
        )}
      </span>
      {isSelf ? (
        <span className="person-no-menu" />
      ) : (
        <ParticipantMenu participant={participant} host={self.role === 'HOST'} />
      )}
    </li>
  );
}
