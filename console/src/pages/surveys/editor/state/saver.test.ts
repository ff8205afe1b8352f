import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Definition } from '../model/definition';
import { Saver, type Kept, type Server } from './saver';
import { createStore } from './store';

const CONFLICT = new Error('conflict');
const survey = (title: string): Definition => ({ key: 's', title: { 'zh-Hans': title }, pages: [] });
const kept = (title: string, revision: number): Kept => ({ definition: survey(title), revision, saved_at: null, saved_by: null, differs: true, based_on: null, faults: [], warnings: [], locked: [] });

/** A server with one draft, as the real one keeps it: a revision for each save, none over another's. */
class Desk implements Server {
  draft = kept('零', 1);
  down = false;
  saves = 0;
  isConflict = (error: unknown): boolean => error === CONFLICT;
  load = async (): Promise<Kept> => this.draft;
  save = async (definition: Definition, revision: number): Promise<Kept> => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    this.saves += 1;
    if (this.down) throw new Error('down');
    if (revision !== this.draft.revision) throw CONFLICT;
    this.draft = { ...this.draft, definition, revision: revision + 1 };
    return this.draft;
  };
}

function open(desk: Desk) {
  const store = createStore(desk.draft.definition);
  const saver = new Saver(store, desk, desk.draft);
  const stop = saver.follow();
  const write = (title: string): void => store.change({ do: 'setSurvey', patch: { title: { 'zh-Hans': title } } });
  const titleHere = (): string | undefined => store.get().present.title['zh-Hans'];
  return { store, saver, stop, write, titleHere, kind: () => saver.get().saving.kind };
}

describe('saving', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('waits for a pause, then sends the latest words once', async () => {
    const desk = new Desk();
    const { write, kind } = open(desk);
    for (const title of ['一', '一二', '一二三']) {
      write(title);
      await vi.advanceTimersByTimeAsync(300);
    }
    expect([desk.saves, kind()]).toEqual([0, 'waiting']);
    await vi.advanceTimersByTimeAsync(2000);
    expect([desk.saves, kind(), desk.draft.definition.title['zh-Hans']]).toEqual([1, 'saved', '一二三']);
  });

  it('saves what was written while it was saving', async () => {
    const desk = new Desk();
    const { write } = open(desk);
    write('一');
    await vi.advanceTimersByTimeAsync(950);
    write('二');
    await vi.advanceTimersByTimeAsync(3000);
    expect([desk.saves, desk.draft.revision, desk.draft.definition.title['zh-Hans']]).toEqual([2, 3, '二']);
  });

  it('tries again when the server was away', async () => {
    const desk = new Desk();
    const { write, kind } = open(desk);
    desk.down = true;
    write('一');
    await vi.advanceTimersByTimeAsync(2000);
    expect(kind()).toBe('failed');
    desk.down = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect([kind(), desk.draft.definition.title['zh-Hans']]).toEqual(['saved', '一']);
  });

  it('never writes over another, and lets the writer choose', async () => {
    const desk = new Desk();
    const mine = open(desk);
    const theirs = open(desk);
    theirs.write('她的');
    await vi.advanceTimersByTimeAsync(2000);
    mine.write('我的');
    await vi.advanceTimersByTimeAsync(20_000);
    expect([mine.kind(), desk.draft.definition.title['zh-Hans']]).toEqual(['conflict', '她的']);
    mine.saver.takeTheirs();
    expect([mine.kind(), mine.titleHere()]).toEqual(['saved', '她的']);
    mine.store.undo();
    await vi.advanceTimersByTimeAsync(2000);
    expect([mine.titleHere(), desk.draft.definition.title['zh-Hans']]).toEqual(['我的', '我的']);
  });

  it('puts mine after theirs when I say so', async () => {
    const desk = new Desk();
    const mine = open(desk);
    mine.write('我的');
    desk.draft = kept('她的', 7);
    await vi.advanceTimersByTimeAsync(2000);
    mine.saver.keepMine();
    await vi.advanceTimersByTimeAsync(2000);
    expect([mine.kind(), desk.draft.revision, desk.draft.definition.title['zh-Hans']]).toEqual(['saved', 8, '我的']);
  });

  it('saves at once when the page is left', async () => {
    const desk = new Desk();
    const { write, stop } = open(desk);
    write('一');
    stop();
    await vi.advanceTimersByTimeAsync(200);
    expect(desk.draft.definition.title['zh-Hans']).toBe('一');
  });
});
