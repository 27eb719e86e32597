import { useSyncExternalStore } from 'react';
import type { DirectionStatistics } from '@videocall/client-sdk';
import { useTranslation } from 'react-i18next';
import { useCall } from '../call-context.js';
import { useBitrateText } from './bitrate-text.js';

/** What the browser measures, every two seconds while this is shown. */
export function Figures() {
  const { t } = useTranslation();
  const call = useCall();
  const statistics = useSyncExternalStore(call.statistics.subscribe, call.statistics.getState);
  return (
    <section aria-labelledby="quality-figures" className="figures-section">
      <h3 id="quality-figures">{t('quality.figures')}</h3>
      <div className="figures-scroll">
        <table className="figures-table figures">
          <thead>
            <tr>
              <td />
              <th scope="col">{t('quality.bitrate')}</th>
              <th scope="col">{t('quality.picture')}</th>
              <th scope="col">{t('quality.loss')}</th>
              <th scope="col">{t('quality.jitter')}</th>
              <th scope="col">{t('quality.roundTrip')}</th>
            </tr>
          </thead>
          <tbody>
            <FigureRow name={t('quality.sending')} direction={statistics?.send} />
            <FigureRow name={t('quality.receiving')} direction={statistics?.receive} />
          </tbody>
        </table>
      </div>
    </section>
  );
}

function FigureRow({
  name,
  direction,
}: {
  readonly name: string;
  readonly direction: DirectionStatistics | undefined;
}) {
  const { t, i18n } = useTranslation();
  const bitrate = useBitrateText();
  const none = t('quality.none');
  const number = (value: number, digits = 0) =>
    new Intl.NumberFormat(i18n.language, { maximumFractionDigits: digits }).format(value);
  const tracks = direction?.tracks ?? [];
  const largest = tracks
    .filter(({ kind, height }) => kind === 'video' && height > 0)
    .sort((a, b) => b.height - a.height)[0];
  const worst = (value: (track: DirectionStatistics['tracks'][number]) => number) => Math.max(0, ...tracks.map(value));
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{direction ? bitrate(direction.bitrate) : none}</td>
      <td>{largest ? t('quality.video', { height: largest.height, fps: number(largest.framesPerSecond) }) : none}</td>
      <td>
        {direction ? t('quality.percent', { value: number(worst(({ lossRatio }) => lossRatio) * 100, 1) }) : none}
      </td>
      <td>{direction ? t('quality.ms', { value: number(worst(({ jitterMs }) => jitterMs)) }) : none}</td>
      <td>{direction ? t('quality.ms', { value: number(direction.roundTripMs) }) : none}</td>
    </tr>
  );
}
