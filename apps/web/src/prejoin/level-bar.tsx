import { useEffect, useRef } from 'react';
import { createLevelMeter } from '@videocall/client-sdk';
import { useTranslation } from 'react-i18next';
import './level-bar.css';

/** How loud the microphone is, so that one sees that it hears. Moves without React: it changes 20 times a second. */
export function LevelBar({ track }: { readonly track: MediaStreamTrack | undefined }) {
  const { t } = useTranslation();
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!track) return undefined;
    const meter = createLevelMeter(track);
    const show = () => {
      const level = meter.level.getState();
      bar.current?.style.setProperty('--level', String(level));
      bar.current?.setAttribute('aria-valuenow', String(Math.round(level * 100)));
    };
    const unsubscribe = meter.level.subscribe(show);
    return () => {
      unsubscribe();
      meter.stop();
    };
  }, [track]);
  return (
    <div
      ref={bar}
      className="level-bar"
      role="meter"
      aria-label={t('prejoin.level')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
    >
      <div className="level-bar-fill" />
    </div>
  );
}
