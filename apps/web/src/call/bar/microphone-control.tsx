import { useRef } from 'react';
import { canSelectSpeaker } from '@videocall/client-sdk';
import { ChevronUp, Mic, MicOff } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../../app/app-context.js';
import { choiceOf, deviceIdOf, useDeviceChoices, useDevices } from '../../prejoin/use-devices.js';
import { IconButton } from '../../ui/button.js';
import { ChoiceSection, Menu } from '../../ui/menu.js';
import { useCall, useCallState } from '../call-context.js';
import { usePushToTalk } from '../push-to-talk-context.js';
import { useCallActions } from '../use-call-actions.js';

/** Milliseconds: shorter is a tap, which opens the microphone until the next one. */
const TAP = 250;

/** The microphone: on or off, or held to talk; and which one. */
export function MicrophoneControl() {
  const [{ pushToTalk }] = useSettings();
  return (
    <div className="split-control">
      {pushToTalk ? <TalkButton /> : <MicrophoneButton />}
      <MicrophoneMenu />
    </div>
  );
}

function MicrophoneButton() {
  const { t } = useTranslation();
  const { local } = useCallState();
  const { toggleMicrophone } = useCallActions();
  const on = local.MICROPHONE !== undefined && !local.MICROPHONE.muted;
  return (
    <IconButton
      className={on ? 'control' : 'control control-off'}
      label={t(on ? 'call.turnMicrophoneOff' : 'call.turnMicrophoneOn')}
      icon={on ? <Mic size={22} /> : <MicOff size={22} />}
      onPress={toggleMicrophone}
    />
  );
}

function TalkButton() {
  const { t } = useTranslation();
  const { talking, send } = usePushToTalk();
  const pressedAt = useRef(0);
  return (
    <AriaButton
      className={talking ? 'icon-button control control-talking' : 'icon-button control control-off'}
      aria-label={t(talking ? 'call.talking' : 'call.holdToTalk')}
      aria-pressed={talking}
      onPressStart={() => {
        pressedAt.current = performance.now();
        send({ kind: 'press' });
      }}
      onPressEnd={() => {
        const now = performance.now();
        send({ kind: 'release', now });
        if (now - pressedAt.current < TAP) send({ kind: 'tap' });
      }}
    >
      {talking ? <Mic size={22} /> : <MicOff size={22} />}
    </AriaButton>
  );
}

function MicrophoneMenu() {
  const { t } = useTranslation();
  const call = useCall();
  const { local } = useCallState();
  const [settings, change] = useSettings();
  const { attempt } = useCallActions();
  const devices = useDevices(local.MICROPHONE?.mediaTrack);
  const microphones = useDeviceChoices('microphone', devices.microphones);
  const speakers = useDeviceChoices('speaker', devices.speakers);
  const label = t('call.microphoneMenu');
  return (
    <Menu
      label={label}
      placement="top start"
      trigger={<IconButton className="control control-chevron" label={label} icon={<ChevronUp size={18} />} />}
    >
      <ChoiceSection
        title={t('device.microphone')}
        choices={microphones}
        value={choiceOf(settings.microphoneId)}
        onChange={(choice) => {
          const microphoneId = deviceIdOf(choice);
          change({ microphoneId });
          if (local.MICROPHONE) attempt(call.switchDevice('MICROPHONE', microphoneId));
        }}
      />
      <ChoiceSection
        title={t('device.speaker')}
        choices={
          canSelectSpeaker()
            ? speakers
            : [{ id: choiceOf(''), label: t('device.systemDefault'), hint: t('device.speakerSystem') }]
        }
        value={choiceOf(settings.speakerId)}
        onChange={(choice) => {
          const speakerId = deviceIdOf(choice);
          change({ speakerId });
          attempt(call.switchDevice('SPEAKER', speakerId));
        }}
      />
    </Menu>
  );
}
