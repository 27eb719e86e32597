/** The tile that an arrow key leads to from the focused one; undefined when the key is not for the tiles. */
export function nextFocus(
  key: string,
  from: EventTarget,
  stage: HTMLElement,
  columns: number,
): HTMLElement | undefined {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
  };
  const step = steps[key];
  const tiles = [...stage.querySelectorAll<HTMLElement>('[data-tile]')];
  const at = tiles.findIndex((tile) => tile === from);
  return step === undefined || at < 0 ? undefined : tiles[at + step];
}
