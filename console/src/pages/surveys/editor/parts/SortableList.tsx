import { closestCenter, DndContext, KeyboardSensor, PointerSensor, useSensor, useSensors, type DragEndEvent } from '@dnd-kit/core';
import { arrayMove, SortableContext, sortableKeyboardCoordinates, useSortable, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { HolderOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './parts.module.css';
import { useDragWords } from './useDragWords';

interface SortableListProps<T> {
  items: T[];
  nameOf: (item: T) => string;
  onChange: (items: T[]) => void;
  children: (item: T, at: number) => ReactNode;
  /** Below a row, across its whole width. */
  below?: (item: T, at: number) => ReactNode;
}

/** Rows that are put in order by mouse, by touch and by keyboard (space, arrows, space). */
export function SortableList<T extends { key: string }>({ items, nameOf, onChange, children, below }: SortableListProps<T>) {
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 4 } }), useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }));
  const accessibility = useDragWords((id) => nameOf(items.find((item) => item.key === id) ?? items[0]!));
  const drop = ({ active, over }: DragEndEvent): void => {
    const [from, to] = [active.id, over?.id].map((id) => items.findIndex((item) => item.key === id)) as [number, number];
    if (from >= 0 && to >= 0 && from !== to) onChange(arrayMove(items, from, to));
  };
  return (
    <DndContext sensors={sensors} collisionDetection={closestCenter} accessibility={accessibility} onDragEnd={drop}>
      <SortableContext items={items.map((item) => item.key)} strategy={verticalListSortingStrategy}>
        <ul className={styles.list}>
          {items.map((item, at) => (
            <SortableRow key={item.key} id={item.key} name={nameOf(item)} below={below?.(item, at)}>{children(item, at)}</SortableRow>
          ))}
        </ul>
      </SortableContext>
    </DndContext>
  );
}

function SortableRow({ id, name, children, below }: { id: string; name: string; children: ReactNode; below?: ReactNode }) {
  const { t } = useTranslation('editor');
  const { setNodeRef, setActivatorNodeRef, attributes, listeners, transform, transition, isDragging } = useSortable({ id });
  return (
    <li ref={setNodeRef} style={{ transform: CSS.Translate.toString(transform), transition }} className={isDragging ? styles.dragged : undefined}>
      <div className={styles.item}>
        <span ref={setActivatorNodeRef} {...attributes} {...listeners} aria-label={t('drag.handle', { name })} className={styles.handle}><HolderOutlined /></span>
        {children}
      </div>
      {below}
    </li>
  );
}
