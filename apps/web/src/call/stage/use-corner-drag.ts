import { type PointerEvent, useRef, useState } from 'react';
import type { Corner } from '../call-ui.js';

/** Pixels that a pointer must move before it drags instead of clicking. */
const THRESHOLD = 6;

/** Lets something be dragged about its parent; it settles in the nearest corner. */
export function useCornerDrag(settle: (corner: Corner) => void) {
  const from = useRef<{ readonly x: number; readonly y: number } | undefined>(undefined);
  const [moved, setMoved] = useState<{ readonly x: number; readonly y: number } | undefined>(undefined);

  const finish = (element: HTMLElement) => {
    from.current = undefined;
    if (!moved) return;
    setMoved(undefined);
    const parent = element.offsetParent?.getBoundingClientRect();
    if (!parent) return;
    const own = element.getBoundingClientRect();
    const top = own.top + own.height / 2 < parent.top + parent.height / 2;
    const left = own.left + own.width / 2 < parent.left + parent.width / 2;
    settle(`${top ? 'top' : 'bottom'}${left ? 'Left' : 'Right'}`);
  };

  return {
    style: moved ? { transform: `translate(${moved.x}px, ${moved.y}px)` } : {},
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        if (event.target instanceof Element && event.target.closest('button')) return;
        from.current = { x: event.clientX, y: event.clientY };
        event.currentTarget.setPointerCapture(event.pointerId);
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        if (!from.current) return;
        const x = event.clientX - from.current.x;
        const y = event.clientY - from.current.y;
        if (moved || Math.hypot(x, y) >= THRESHOLD) setMoved({ x, y });
      },
      onPointerUp: (event: PointerEvent<HTMLElement>) => finish(event.currentTarget),
      onPointerCancel: (event: PointerEvent<HTMLElement>) => finish(event.currentTarget),
    },
  };
}
