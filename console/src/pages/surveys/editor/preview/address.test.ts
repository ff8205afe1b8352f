import { expect, test } from 'vitest';
import { linkParameters, previewAddress } from './address';

test('parameters are read line by line, and what has no name is left out', () => {
  expect(linkParameters('src=poster & order = T1\n\n=x\nnothing\nnote=a=b')).toEqual([['src', 'poster'], ['order', 'T1'], ['note', 'a=b']]);
});

test('language and place stand behind them, whatever the link says', () => {
  expect(previewAddress('/s/preview/x', 'en', 'why', 'lang=zz&src=张')).toBe('/s/preview/x?lang=en&src=%E5%BC%A0&at=why');
  expect(previewAddress('/s/preview/x', 'zh-Hans', undefined, '')).toBe('/s/preview/x?lang=zh-Hans');
});
