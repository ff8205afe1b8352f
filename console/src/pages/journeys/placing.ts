import type { Journey, Stage, Touchpoint } from '@/api/journeys';

/** Where something stands in a journey: a stage, or a touchpoint of one. */
export interface Place {
  stage: number;
  /** Absent for the stage itself. */
  touchpoint?: number;
}

export const newJourney = (): Journey => ({ code: '', name_zh: '', name_en: '', version: 0, stages: [] });

function codesOf(journey: Journey): Set<string> {
  return new Set(journey.stages.flatMap((stage) => [stage.code, ...stage.touchpoints.map((point) => point.code)]));
}

/** The first code of a kind that is free in the journey: touchpoint_1, touchpoint_2 … */
function freeCode(journey: Journey, kind: string): string {
  const taken = codesOf(journey);
  let number = 1;
  while (taken.has(`${kind}_${number}`)) number += 1;
  return `${kind}_${number}`;
}

function withStages(journey: Journey, stages: Stage[]): Journey {
  return { ...journey, stages };
}

function changeStage(journey: Journey, at: number, change: (stage: Stage) => Stage): Journey {
  return withStages(journey, journey.stages.map((stage, place) => (place === at ? change(stage) : stage)));
}

export function addStage(journey: Journey): Journey {
  return withStages(journey, [...journey.stages, { code: freeCode(journey, 'stage'), name_zh: '', name_en: '', touchpoints: [] }]);
}

export function addTouchpoint(journey: Journey, at: number): Journey {
  const point: Touchpoint = { code: freeCode(journey, 'touchpoint'), name_zh: '', name_en: '', channels: [] };
  return changeStage(journey, at, (stage) => ({ ...stage, touchpoints: [...stage.touchpoints, point] }));
}

export function patchStage(journey: Journey, at: number, patch: Partial<Stage>): Journey {
  return changeStage(journey, at, (stage) => ({ ...stage, ...patch }));
}

export function patchTouchpoint(journey: Journey, { stage, touchpoint }: Required<Place>, patch: Partial<Touchpoint>): Journey {
  return changeStage(journey, stage, (each) => ({ ...each, touchpoints: each.touchpoints.map((point, at) => (at === touchpoint ? { ...point, ...patch } : point)) }));
}

export function remove(journey: Journey, { stage, touchpoint }: Place): Journey {
  if (touchpoint === undefined) return withStages(journey, journey.stages.filter((_, at) => at !== stage));
  return changeStage(journey, stage, (each) => ({ ...each, touchpoints: each.touchpoints.filter((_, at) => at !== touchpoint) }));
}

/** What stands at `from` comes to stand at `to`: a stage before a stage, a touchpoint before a touchpoint or last in a stage. */
export function move(journey: Journey, from: Place, to: Place): Journey {
  if (from.touchpoint === undefined) return to.touchpoint === undefined ? moveStage(journey, from.stage, to.stage) : journey;
  const point = journey.stages[from.stage]?.touchpoints[from.touchpoint];
  if (!point) return journey;
  const without = remove(journey, from);
  return changeStage(without, to.stage, (stage) => {
    const at = to.touchpoint ?? stage.touchpoints.length;
    return { ...stage, touchpoints: [...stage.touchpoints.slice(0, at), point, ...stage.touchpoints.slice(at)] };
  });
}

function moveStage(journey: Journey, from: number, to: number): Journey {
  const stage = journey.stages[from];
  if (!stage) return journey;
  const rest = journey.stages.filter((_, at) => at !== from);
  return withStages(journey, [...rest.slice(0, to), stage, ...rest.slice(to)]);
}

/** Where one step up or down leads, also into the neighbouring stage; nothing at either end of the journey. */
export function step(journey: Journey, { stage, touchpoint }: Place, by: -1 | 1): Place | undefined {
  const inStage = (at: number): number => journey.stages[at]?.touchpoints.length ?? 0;
  if (touchpoint === undefined) return journey.stages[stage + by] ? { stage: stage + by } : undefined;
  const next = touchpoint + by;
  if (next >= 0 && next < inStage(stage)) return { stage, touchpoint: next };
  if (!journey.stages[stage + by]) return undefined;
  return { stage: stage + by, touchpoint: by < 0 ? inStage(stage - 1) : 0 };
}
