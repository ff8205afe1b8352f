import { closestCenter, DndContext, KeyboardSensor, PointerSensor, useSensor, useSensors, type DragEndEvent, type DragStartEvent } from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useCallback, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { nameOf } from '../logic/subjects';
import { anyWords, type Definition } from '../model/definition';
import { findQuestion } from '../model/find';
import { linesOf, spotBeside, spotOver, type Line } from '../model/outline';
import { useDragWords } from '../parts/useDragWords';
import { useFaultCounts } from '../state/useProblems';
import { useChange, useEditor, useWhole } from '../state/useEditor';
import type { Selection } from '../useSelection';
import styles from './compose.module.css';
import { useDeletion } from './Deletion';
import { OutlineLine } from './OutlineLine';

const MANY = 80;
const KEYS = { start: ['Space'], cancel: ['Escape'], end: ['Space', 'Enter'] };

/** Pages and questions in order: click or arrows choose, dragging or space and arrows move. */
export function Outline({ selection, onOpen }: { selection: Selection; onOpen: () => void }) {
  const { t } = useTranslation('editor');
  const definition = useWhole();
  const { language, locked } = useEditor();
  const change = useChange();
  const [folded, fold] = useFolded(definition, selection.page);
  const [dragged, setDragged] = useState<Line>();
  const lines = useMemo(() => linesOf(definition, dragged?.kind === 'page' ? new Set(definition.pages.map((page) => page.key)) : folded), [definition, folded, dragged]);
  // The same list while only words change: a new one would draw every line again.
  const order = lines.map((line) => line.id).join(' ');
  const ids = useMemo(() => order.split(' '), [order]);
  const names = useMemo(() => namesOf(definition, language, (n) => t('page.nth', { n })), [definition, language, t]);
  const faults = useFaultCounts();
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 6 } }), useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates, keyboardCodes: KEYS }));
  const accessibility = useDragWords((id) => names.get(String(id))?.name ?? '');
  const drop = ({ active, over }: DragEndEvent): void => {
    setDragged(undefined);
    if (over) move(String(active.id), String(over.id));
  };
  const move = (id: string, over: string): void => {
    const line = lines.find((each) => each.id === id);
    if (line?.kind === 'page') return change({ do: 'movePage', page: line.key, at: lines.findIndex((each) => each.id === over) });
    const spot = spotOver(lines, id, over);
    if (line && spot) change({ do: 'moveQuestion', question: line.key, spot: folded.has(spot.page) ? { ...spot, at: Infinity } : spot });
  };
  const choose = useSteady((line: Line) => {
    (line.kind === 'page' ? selection.selectPage : selection.selectQuestion)(line.key);
    onOpen();
  });
  const keys = useOutlineKeys(lines, selection, definition);
  return (
    <nav className={styles.outline} aria-label={t('pane.outline')} onKeyDown={locked ? undefined : keys}>
      <DndContext sensors={locked ? [] : sensors} collisionDetection={closestCenter} accessibility={accessibility} onDragStart={({ active }: DragStartEvent) => setDragged(lines.find((line) => line.id === active.id))} onDragEnd={drop} onDragCancel={() => setDragged(undefined)}>
        <SortableContext items={ids} strategy={verticalListSortingStrategy}>
          <ul>
            {lines.map((line) => {
              const named = names.get(line.id)!;
              const chosen = line.kind === 'question' ? line.key === selection.question : selection.question === undefined && line.key === selection.page;
              return <OutlineLine key={line.id} line={line} name={named.name} number={named.number} chosen={chosen} faults={faults.get(line.id) ?? 0} folded={line.kind === 'page' && folded.has(line.key)} onFold={fold} onChoose={choose} />;
            })}
          </ul>
        </SortableContext>
      </DndContext>
      {!locked && <Button block type="text" icon={<PlusOutlined />} onClick={() => change({ do: 'addPage', at: definition.pages.length })}>{t('page.add')}</Button>}
    </nav>
  );
}

/** Long surveys start with the other pages folded. */
function useFolded(definition: Definition, page: string): [ReadonlySet<string>, (page: string) => void] {
  const many = useRef(definition.pages.reduce((sum, each) => sum + each.questions.length, 0) > MANY).current;
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const folded = useMemo(() => new Set(definition.pages.map((each) => each.key).filter((key) => (many && key !== page) !== turned.has(key))), [definition, many, page, turned]);
  const fold = useSteady((key: string) => setTurned((current) => (current.has(key) ? new Set([...current].filter((each) => each !== key)) : new Set([...current, key]))));
  return [folded, fold];
}

/** The same function at every render, doing what the latest one does: 300 lines need not be drawn again for it. */
function useSteady<A>(act: (given: A) => void): (given: A) => void {
  const latest = useRef(act);
  latest.current = act;
  return useCallback((given: A) => latest.current(given), []);
}

function namesOf(definition: Definition, language: string, pageName: (n: number) => string): Map<string, { name: string; number: number }> {
  const names = new Map<string, { name: string; number: number }>();
  let number = 0;
  definition.pages.forEach((page, at) => {
    names.set(`page:${page.key}`, { name: anyWords(page.title, language) || pageName(at + 1), number: at + 1 });
    for (const question of page.questions) names.set(`question:${question.key}`, { name: nameOf(question, language), number: (number += 1) });
  });
  return names;
}

/** Arrows choose the next line, Alt and an arrow move a question, Delete asks to remove it. */
function useOutlineKeys(lines: Line[], selection: Selection, definition: Definition): (event: KeyboardEvent<HTMLElement>) => void {
  const change = useChange();
  const remove = useDeletion(selection);
  return (event) => {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-line]');
    if (!row || event.defaultPrevented || event.currentTarget.querySelector('[aria-pressed=true]')) return;
    const at = lines.findIndex((line) => line.id === row.dataset.line);
    const line = lines[at];
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step && event.altKey && line?.kind === 'question') {
      event.preventDefault();
      const found = findQuestion(definition, line.key);
      const spot = found && spotBeside(definition, found.page.key, found.at, step);
      if (spot) change({ do: 'moveQuestion', question: line.key, spot });
    } else if (step) {
      event.preventDefault();
      event.currentTarget.querySelector<HTMLElement>(`[data-line="${lines[at + step]?.id}"]`)?.focus();
    } else if (event.key === 'Delete' && line?.kind === 'question') {
      remove(line.key);
    }
  };
}
