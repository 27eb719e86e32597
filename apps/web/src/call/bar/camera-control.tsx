import { Camera, CameraOff, ChevronUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../../app/app-context.js';
import { choiceOf, deviceIdOf, useDeviceChoices, useDevices } from '../../prejoin/use-devices.js';
import { IconButton } from '../../ui/button.js';
import { ChoiceSection, Menu } from '../../ui/menu.js';
import { useCall, useCallState } from '../call-context.js';
import { useCallActions } from '../use-call-actions.js';

/** The camera: on or off, and which one. */
export function CameraControl() {
  const { t } = useTranslation();
  const call = useCall();
  const { local } = useCallState();
  const [settings, change] = useSettings();
  const { attempt, toggleCamera } = useCallActions();
  const devices = useDevices(local.CAMERA?.mediaTrack);
  const cameras = useDeviceChoices('camera', devices.cameras);
  const on = local.CAMERA !== undefined && !local.CAMERA.muted;
  const menuLabel = t('call.cameraMenu');
  return (
    <div className="split-control">
      <IconButton
        className={on ? 'control' : 'control control-off'}
        label={t(on ? 'call.turnCameraOff' : 'call.turnCameraOn')}
        icon={on ? <Camera size={22} /> : <CameraOff size={22} />}
        onPress={toggleCamera}
      />
      <Menu
        label={menuLabel}
        placement="top start"
        trigger={<IconButton className="control control-chevron" label={menuLabel} icon={<ChevronUp size={18} />} />}
      >
        <ChoiceSection
          title={t('device.camera')}
          choices={cameras}
          value={choiceOf(settings.cameraId)}
          onChange={(choice) => {
            const cameraId = deviceIdOf(choice);
            change({ cameraId });
            if (local.CAMERA) attempt(call.switchDevice('CAMERA', cameraId));
          }}
        />
      </Menu>
    </div>
  );
}
