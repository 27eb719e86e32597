import { type RefCallback, useCallback, useState } from 'react';
import type { GridSize } from '../layout/grid.js';

/** The size of an element in CSS pixels, as it changes. */
export function useSize(): readonly [RefCallback<HTMLElement>, GridSize] {
  const [size, setSize] = useState<GridSize>({ width: 0, height: 0 });
  const ref = useCallback((element: HTMLElement | null) => {
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, size];
}
