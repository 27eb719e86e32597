import { useCallback, useState } from 'react';
import { Label, Slider, SliderThumb, SliderTrack } from 'react-aria-components';
import { Play, Scissors } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../../app/app-context.js';
import { clock } from '../../app/duration.js';
import { useRefusalText } from '../../app/refusal-text.js';
import { useTask } from '../../app/use-task.js';
import { Button } from '../../ui/button.js';
import { Notice } from '../../ui/notice.js';
import type { Player } from './use-player.js';

/** Seconds. */
const FIRST_RANGE = 30;
const SHORTEST = 1;

interface ClipMakerProps {
  readonly recordingId: string;
  /** Milliseconds of the composite. */
  readonly durationMs: number;
  readonly player: Player;
  readonly onMade: () => void;
}

/** Chooses a range of the recording, shows it in the player, and has it made a file of its own (REC-6). */
export function ClipMaker({ recordingId, durationMs, player, onMade }: ClipMakerProps) {
  const { t } = useTranslation();
  const { api, toasts } = useApp();
  const refusalText = useRefusalText();
  const length = Math.floor(durationMs / 1_000);
  const [[from = 0, to = length], setRange] = useState<readonly number[]>([0, Math.min(FIRST_RANGE, length)]);
  const make = useTask(
    useCallback(async () => {
      const body = { fromMs: from * 1_000, toMs: to * 1_000 };
      await api.call('createClip', { params: { recordingId }, body });
      toasts.show(t('recordings.clipBegun'));
      onMade();
    }, [api, recordingId, from, to, toasts, t, onMade]),
  );

  const setHere = (end: 'from' | 'to') => {
    const here = Math.round(player.position());
    setRange(end === 'from' ? [Math.min(here, to - SHORTEST), to] : [from, Math.max(here, from + SHORTEST)]);
  };

  return (
    <section className="clip-maker" aria-labelledby="clip-maker">
      <h2 id="clip-maker">{t('recordings.makeClip')}</h2>
      <Slider
        className="range"
        value={[from, to]}
        minValue={0}
        maxValue={length}
        onChange={(value) => {
          if (Array.isArray(value) && (value[1] ?? 0) - (value[0] ?? 0) >= SHORTEST) setRange(value);
        }}
      >
        <Label className="visually-hidden">{t('recordings.range')}</Label>
        <p className="range-times figures" aria-hidden="true">
          <span>{clock(from * 1_000)}</span>
          <span className="muted">{t('recordings.rangeLength', { time: clock((to - from) * 1_000) })}</span>
          <span>{clock(to * 1_000)}</span>
        </p>
        <SliderTrack className="range-track">
          {({ state }) => (
            <>
              <span
                className="range-fill"
                style={{
                  insetInlineStart: `${state.getThumbPercent(0) * 100}%`,
                  insetInlineEnd: `${(1 - state.getThumbPercent(1)) * 100}%`,
                }}
              />
              <SliderThumb index={0} className="range-thumb" aria-label={t('recordings.rangeStart')} />
              <SliderThumb index={1} className="range-thumb" aria-label={t('recordings.rangeEnd')} />
            </>
          )}
        </SliderTrack>
      </Slider>
      <div className="clip-actions">
        <Button look="quiet" onPress={() => setHere('from')}>
          {t('recordings.startHere')}
        </Button>
        <Button look="quiet" onPress={() => setHere('to')}>
          {t('recordings.endHere')}
        </Button>
        <Button icon={<Play size={20} aria-hidden="true" />} onPress={() => player.playRange(from, to)}>
          {t('recordings.preview')}
        </Button>
        <Button
          look="primary"
          icon={<Scissors size={20} aria-hidden="true" />}
          isPending={make.pending}
          onPress={() => void make.run()}
        >
          {t('recordings.makeClip')}
        </Button>
      </div>
      {make.error === undefined ? null : (
        <Notice tone="danger" title={t('recordings.clipFailed')} urgent>
          {refusalText(make.error)}
        </Notice>
      )}
    </section>
  );
}
