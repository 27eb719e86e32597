import { useSyncExternalStore } from 'react';
import type { DirectionStatistics } from '@videocall/client-sdk';
import { useTranslation } from 'react-i18next';
import { useCall, useCallState } from '../call-context.js';
import { receiveLimit, sendLimit } from '../logic/quality-limits.js';
import { useBitrateText } from './bitrate-text.js';

/** What the browser measures, every two seconds while this is shown. */
export function Figures() {
  const { t } = useTranslation();
  const call = useCall();
  const statistics = useSyncExternalStore(call.statistics.subscribe, call.statistics.getState);
  const sending = useFigures(statistics?.send);
  const receiving = useFigures(statistics?.receive);
  return (
    <section aria-labelledby="quality-figures" className="figures-section">
      <h3 id="quality-figures">{t('quality.figures')}</h3>
      <table className="figures-table figures">
        <thead>
          <tr>
            <td />
            <th scope="col">{t('quality.sending')}</th>
            <th scope="col">{t('quality.receiving')}</th>
          </tr>
        </thead>
        <tbody>
          {FIGURES.map((figure) => (
            <tr key={figure}>
              <th scope="row">{t(`quality.${figure}`)}</th>
              <td>{sending[figure]}</td>
              <td>{receiving[figure]}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Limits />
    </section>
  );
}

/** Why the pictures are not better, a sentence for each direction. */
function Limits() {
  const { t } = useTranslation();
  const state = useCallState();
  const received = receiveLimit(state);
  const sent = sendLimit(state);
  return (
    <>
      {received ? <p className="figures-limit">{t(`quality.received.${received}`)}</p> : null}
      {sent ? <p className="figures-limit">{t(`quality.sent.${sent}`)}</p> : null}
    </>
  );
}

const FIGURES = ['bitrate', 'picture', 'loss', 'jitter', 'roundTrip'] as const;

/** One direction in words; a dash where nothing is measured. */
function useFigures(direction: DirectionStatistics | undefined): Readonly<Record<(typeof FIGURES)[number], string>> {
  const { t, i18n } = useTranslation();
  const bitrate = useBitrateText();
  const none = t('quality.none');
  if (!direction) return { bitrate: none, picture: none, loss: none, jitter: none, roundTrip: none };
  const number = (value: number, digits = 0) =>
    new Intl.NumberFormat(i18n.language, { maximumFractionDigits: digits }).format(value);
  const { tracks } = direction;
  const largest = tracks.filter(({ height }) => height > 0).sort((a, b) => b.height - a.height)[0];
  const worst = (value: (track: (typeof tracks)[number]) => number) => Math.max(0, ...tracks.map(value));
  return {
    bitrate: bitrate(direction.bitrate),
    picture: largest ? t('quality.video', { height: largest.height, fps: number(largest.framesPerSecond) }) : none,
    loss: t('quality.percent', { value: number(worst(({ lossRatio }) => lossRatio) * 100, 1) }),
    jitter: t('quality.ms', { value: number(worst(({ jitterMs }) => jitterMs)) }),
    roundTrip: t('quality.ms', { value: number(direction.roundTripMs) }),
  };
}
