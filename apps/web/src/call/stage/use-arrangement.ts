import { useState } from 'react';
import type { ActiveCallState, ParticipantView } from '@videocall/client-sdk';
import type { StageLayout } from '../call-ui.js';
import { type Arrangement, type Rect, arrangeFocus, arrangeGrid } from '../layout/arrange.js';
import { type GridRules, type GridSize, pageCapacity } from '../layout/grid.js';
import type { Speakers } from './speaker-watch.js';
import { rankOf } from './tiles.js';
import { useSpotlight } from './use-spotlight.js';
import { useTileOrder } from './use-tile-order.js';

interface ArrangementFacts {
  readonly state: ActiveCallState;
  readonly stage: GridSize;
  readonly rules: GridRules;
  readonly layout: StageLayout;
  readonly pinnedId: string | undefined;
  readonly speakers: Speakers;
  readonly presenter: ParticipantView | undefined;
  readonly selfViewHidden: boolean;
  readonly wantedPage: number;
}

interface PlacedTile {
  readonly participant: ParticipantView;
  readonly rect: Rect;
  /** From 1, over all pages. */
  readonly index: number;
}

interface StageArrangement {
  readonly tiles: readonly PlacedTile[];
  readonly arrangement: Arrangement;
  readonly page: number;
  readonly pages: number;
  /** Participants on the pages after this one. */
  readonly hiddenAfter: number;
  readonly floatingSelf: boolean;
}

/** Who is where on the stage. */
export function useArrangement(facts: ArrangementFacts): StageArrangement {
  const { state, stage, rules, layout, pinnedId, speakers, presenter, selfViewHidden, wantedPage } = facts;
  const { self, others } = state;
  const pair = others.length === 1;
  const floatingSelf = pair && presenter === undefined && !selfViewHidden;
  const withSelf = others.length === 0 || (!floatingSelf && !selfViewHidden);
  const everybody = withSelf ? [...others, self] : others;

  const spotlightId = useSpotlight(others, speakers, pinnedId);
  const largeId = presenter === undefined && layout === 'speaker' && others.length > 1 ? spotlightId : undefined;
  const focused = presenter !== undefined || largeId !== undefined;

  const inGrid = everybody.filter(({ id }) => id !== largeId);
  const pageSize = focused
    ? arrangeFocus(inGrid.length, 0, stage, rules).pageSize
    : pageCapacity(inGrid.length, stage, rules);
  const order = useTileOrder(
    inGrid.map((participant) => rankOf(participant, { pinnedId, promoted: speakers.promoted })),
    pageSize,
  );
  const pages = Math.max(1, Math.ceil(order.length / pageSize));
  const page = Math.min(wantedPage, pages - 1);

  const [columns, setColumns] = useState<number | undefined>(undefined);
  const arrangement = focused
    ? arrangeFocus(order.length, page, stage, rules)
    : arrangeGrid(order.length, page, stage, rules, columns);
  if (!focused && arrangement.columns !== columns && page === 0) setColumns(arrangement.columns);

  const first = page * pageSize;
  const shown = order.slice(first, first + arrangement.rects.length);
  const byId = new Map(everybody.map((participant) => [participant.id, participant]));
  const small = shown.flatMap((id, place): PlacedTile[] => {
    const participant = byId.get(id);
    const rect = arrangement.rects[place];
    return participant && rect ? [{ participant, rect, index: first + place + 1 }] : [];
  });
  const large = largeId === undefined ? undefined : byId.get(largeId);
  const tiles =
    large && arrangement.large
      ? [{ participant: large, rect: arrangement.large, index: order.length + 1 }, ...small]
      : small;
  return {
    tiles,
    arrangement,
    page,
    pages,
    hiddenAfter: Math.max(0, order.length - first - arrangement.rects.length),
    floatingSelf,
  };
}
