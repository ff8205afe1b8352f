import { describe, expect, it } from 'vitest';
import type { Journey } from '@/api/journeys';
import { addStage, addTouchpoint, move, remove, step } from './placing';

const point = (code: string) => ({ code, name_zh: code, name_en: code, channels: [] });
const journey: Journey = {
  code: 'j',
  name_zh: '旅程',
  name_en: 'Journey',
  version: 1,
  stages: [
    { code: 's1', name_zh: '一', name_en: 'One', touchpoints: [point('a'), point('b')] },
    { code: 's2', name_zh: '二', name_en: 'Two', touchpoints: [] },
    { code: 's3', name_zh: '三', name_en: 'Three', touchpoints: [point('c')] },
  ],
};
const order = (of: Journey): string => of.stages.map((stage) => `${stage.code}:${stage.touchpoints.map((each) => each.code).join('')}`).join(' ');

describe('placing', () => {
  it('moves a touchpoint before another and loses none', () => {
    expect(order(move(journey, { stage: 0, touchpoint: 1 }, { stage: 0, touchpoint: 0 }))).toBe('s1:ba s2: s3:c');
    expect(order(move(journey, { stage: 0, touchpoint: 0 }, { stage: 2, touchpoint: 0 }))).toBe('s1:b s2: s3:ac');
  });

  it('takes a touchpoint into an empty stage', () => {
    expect(order(move(journey, { stage: 0, touchpoint: 0 }, { stage: 1 }))).toBe('s1:b s2:a s3:c');
  });

  it('moves stages with all that stands in them, never into a touchpoint', () => {
    expect(order(move(journey, { stage: 2 }, { stage: 0 }))).toBe('s3:c s1:ab s2:');
    expect(move(journey, { stage: 2 }, { stage: 0, touchpoint: 1 })).toBe(journey);
  });

  it('steps through neighbouring stages to both ends', () => {
    expect(step(journey, { stage: 0, touchpoint: 1 }, 1)).toEqual({ stage: 1, touchpoint: 0 });
    expect(step(journey, { stage: 2, touchpoint: 0 }, -1)).toEqual({ stage: 1, touchpoint: 0 });
    expect(step(journey, { stage: 0, touchpoint: 0 }, -1)).toBeUndefined();
    expect(step(journey, { stage: 2 }, 1)).toBeUndefined();
  });

  it('gives new parts codes that are free', () => {
    const twice = addTouchpoint(addTouchpoint(addStage(journey), 3), 3);
    expect(order(twice)).toBe('s1:ab s2: s3:c stage_1:touchpoint_1touchpoint_2');
    expect(order(addTouchpoint(remove(twice, { stage: 3, touchpoint: 0 }), 3))).toContain('touchpoint_2touchpoint_1');
  });
});
