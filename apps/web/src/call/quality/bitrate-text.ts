import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

/** A bitrate as people read it: kbit/s below one Mbit/s. */
export function useBitrateText(): (bitsPerSecond: number) => string {
  const { t, i18n } = useTranslation();
  return useCallback(
    (bitsPerSecond) => {
      const format = (value: number, digits: number) =>
        new Intl.NumberFormat(i18n.language, { maximumFractionDigits: digits }).format(value);
      return bitsPerSecond < 1_000_000
        ? t('quality.kbps', { value: format(bitsPerSecond / 1_000, 0) })
        : t('quality.mbps', { value: format(bitsPerSecond / 1_000_000, 1) });
    },
    [t, i18n.language],
  );
}
